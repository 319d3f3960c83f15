-- Records the rows of table indicator of one edition of the catalogue, given as incoming.
insert into indicator by name
select *
from incoming

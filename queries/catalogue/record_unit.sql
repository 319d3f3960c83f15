-- Records the rows of table unit of one edition of the catalogue, given as incoming.
insert into unit by name
select *
from incoming

-- Records the rows of table target of one edition of the catalogue, given as incoming.
insert into target by name
select *
from incoming

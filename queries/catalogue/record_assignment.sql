-- Records the rows of table assignment of one edition of the catalogue, given as incoming.
insert into assignment by name
select *
from incoming

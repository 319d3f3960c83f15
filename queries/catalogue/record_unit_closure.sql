-- Records the rows of table unit_closure of one edition of the catalogue, given as incoming.
insert into unit_closure by name
select *
from incoming

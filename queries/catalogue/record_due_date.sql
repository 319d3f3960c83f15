-- Records the rows of table due_date of one edition of the catalogue, given as incoming.
insert into due_date by name
select *
from incoming

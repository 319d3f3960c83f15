-- Adds the due days of incoming that this edition does not hold yet.
insert into due_date by name
select n.*
from incoming as n
anti join due_date as d
    on n.catalogue_version = d.catalogue_version
    and n.duty_id = d.duty_id
    and n.period = d.period

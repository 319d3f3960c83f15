-- Appends the figures of incoming that are not recorded yet.
insert into actual by name
select n.*
from incoming as n
anti join actual as a
    on n.submission_id = a.submission_id
    and n.indicator_id = a.indicator_id
    and n.unit_id = a.unit_id
    and n.period = a.period

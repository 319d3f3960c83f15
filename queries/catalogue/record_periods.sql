-- Adds the periods of incoming that the calendar does not hold yet.
insert into period by name
select n.*
from incoming as n
anti join period as p on n.period = p.period

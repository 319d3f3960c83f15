-- Periods that have cells.
-- grain:   period
-- returns: period varchar
select distinct period
from cell
order by period

-- The last official number of a symbol in a year, 0 where none was given.
-- grain:   one row
-- params:  symbol varchar, year integer
-- returns: number integer
select coalesce(max(number), 0)::integer as number
from report_number
where symbol = $symbol and year = $year

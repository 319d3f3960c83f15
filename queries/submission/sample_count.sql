-- How many submissions there are, and how many of them are invented samples.
-- grain:   one row
-- returns: count_all bigint, count_sample bigint
select count(*) as count_all, count(*) filter (where is_sample) as count_sample
from submission

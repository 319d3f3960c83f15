-- Months with approved figures, as known at a moment, and how many they had.
-- grain:   period
-- params:  known_at timestamptz
-- returns: period varchar, count_figures bigint
with months as (
    select a.period, count(*) as count_figures
    from actual as a
    inner join last_decisions($known_at::timestamptz) as d on a.submission_id = d.submission_id
    inner join period as p on a.period = p.period
    where d.decision = 'approved' and p.frequency = 'month'
    group by a.period
)

select *
from months
order by period desc

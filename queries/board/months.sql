-- Months that have cells, newest first, and how many of their cells hold a figure.
-- grain:   period
-- returns: period varchar, count_figures bigint
with months as (
    select c.period, count(c.reported) as count_figures
    from cell as c
    inner join period as p on c.period = p.period
    where p.frequency = 'month'
    group by c.period
)

select *
from months
order by period desc

-- The same as known at a moment, or with figures that still wait for approval counted.
-- Two queries: one over both sources takes the quick one half as long again, to plan macro cells.
-- grain:   unit_id, indicator_id, period
-- params:  units varchar[], plan_id varchar, periods varchar[], known_at timestamptz, today date,
--   count_submitted boolean, scope varchar[]
-- returns: unit_id varchar, indicator_id varchar, period varchar, numerator double,
--   denominator double, value double, goal double, upper_goal double, status varchar,
--   is_provisional boolean
select
    c.unit_id,
    c.indicator_id,
    c.period,
    c.numerator,
    c.denominator,
    c.value,
    c.goal,
    c.upper_goal,
    shown_status(c.status, c.reported, c.due_on, $today::date) as status,
    c.is_provisional,
from
    cells($known_at::timestamptz, $periods::varchar[], $units::varchar[], $count_submitted) as c
inner join period as p on c.period = p.period
where
    ($plan_id::varchar is null or c.plan_id = $plan_id)
    and c.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by c.unit_id, c.indicator_id, p.starts_on

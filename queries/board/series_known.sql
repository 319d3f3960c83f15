-- One indicator of one unit over some periods as known at a moment, oldest first.
-- grain:   period
-- params:  indicator_id varchar, unit_id varchar, periods varchar[], known_at timestamptz,
--   today date, scope varchar[]
-- returns: period varchar, value double, goal double, upper_goal double, final_value double,
--   status varchar, is_provisional boolean
select
    c.period,
    c.value,
    c.goal,
    c.upper_goal,
    c.final_value,
    shown_status(c.status, c.reported, c.due_on, $today::date) as status,
    c.is_provisional,
from cells($known_at::timestamptz, $periods::varchar[], [$unit_id::varchar], false) as c
inner join period as p on c.period = p.period
where
    c.indicator_id = $indicator_id
    and c.unit_id = $unit_id
    and c.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by p.starts_on

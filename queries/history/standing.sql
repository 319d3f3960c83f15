-- What stands in every cell of the units and periods of incoming, and what is due there.
-- grain:   unit_id, indicator_id, period
-- params:  scope varchar[]
-- returns: unit_id varchar, indicator_id varchar, period varchar, reported varchar,
--   is_provisional boolean, numerator double, denominator double, value double, status varchar,
--   due_on date, operator varchar, goal double, upper_goal double, submitted_at timestamptz
with asked as (
    select distinct unit_id, period
    from incoming
    where unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
)

select
    c.unit_id,
    c.indicator_id,
    c.period,
    c.reported,
    c.is_provisional,
    c.numerator,
    c.denominator,
    c.value,
    c.status,
    c.due_on,
    c.operator,
    c.goal,
    c.upper_goal,
    s.submitted_at,
from cell as c
inner join asked as a on c.unit_id = a.unit_id and c.period = a.period
left join submission as s on c.submission_id = s.submission_id
where not c.is_rolled_up
order by c.unit_id, c.indicator_id, c.period

-- The matrix of some periods (bảng): one row a cell, judged on a day, with the figure before. What
-- a wall of cells needs and no more: board/details holds what explains one.
-- grain:   unit_id, indicator_id, period
-- params:  periods varchar[], units varchar[], plan_id varchar, today date,
--   scope varchar[]
-- returns: period varchar, unit_id varchar, indicator_id varchar, is_rolled_up boolean,
--   is_provisional boolean, is_estimated boolean, count_expected bigint, count_reported bigint,
--   reported varchar, status varchar, counted varchar, value double, goal double,
--   previous_value double
with asked as (
    select period, previous_period
    from period
    where list_contains($periods::varchar[], period)
),

judged as (
    select
        c.period,
        c.unit_id,
        c.indicator_id,
        c.is_rolled_up,
        c.is_provisional,
        c.is_estimated,
        c.count_expected,
        c.count_reported,
        c.reported,
        shown_status(c.status, c.reported, c.due_on, $today::date) as status,
        counted_status(
            c.status, c.reported, c.due_on, $today::date, c.is_provisional, false
        ) as counted,
        c.value,
        c.goal,
        b.value as previous_value,
    from cell as c
    inner join asked as a on c.period = a.period
    left join cell as b
        on
        a.previous_period = b.period
        and c.unit_id = b.unit_id
        and c.indicator_id = b.indicator_id
    where
        ($units::varchar[] is null or list_contains($units::varchar[], c.unit_id))
        and ($plan_id::varchar is null or c.plan_id = $plan_id)
        and c.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
)

select *
from judged

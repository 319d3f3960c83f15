-- The same matrix as it was known at a moment, or with figures still waiting for approval.
-- grain:   unit_id, indicator_id, period
-- params:  known_at timestamptz, periods varchar[], all_periods varchar[], units varchar[],
--   plan_id varchar, today date, count_submitted boolean, scope varchar[]
-- returns: period varchar, unit_id varchar, indicator_id varchar, plan_id varchar,
--   is_rolled_up boolean, is_provisional boolean, is_estimated boolean, count_expected bigint,
--   count_reported bigint, reported varchar, status varchar, due_on date, numerator double,
--   denominator double, value double, target_id varchar, operator varchar, kind varchar,
--   goal double, upper_goal double, final_value double, target_due_on date, amber_low double,
--   amber_high double, submission_id bigint, sheet_name varchar, cell_address varchar,
--   counted varchar, previous_value double
with known as materialized (
    select c.*, p.previous_period
    from cells(
            $known_at::timestamptz, $all_periods::varchar[], $units::varchar[], $count_submitted
        ) as c
    inner join period as p on c.period = p.period
    where $plan_id::varchar is null or c.plan_id = $plan_id
),

judged as (
    select
        s.* exclude (previous_period) replace (
            shown_status(s.status, s.reported, s.due_on, $today::date) as status
        ),
        counted_status(
            s.status, s.reported, s.due_on, $today::date, s.is_provisional, $count_submitted
        ) as counted,
        b.value as previous_value,
    from known as s
    left join known as b
        on s.previous_period = b.period
        and s.unit_id = b.unit_id
        and s.indicator_id = b.indicator_id
    where
        s.period in (select unnest($periods::varchar[]))
        and s.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
)

select *
from judged

-- The matrix of some periods (bảng): one row a cell, judged on a day, with the figure before.
-- grain:   unit_id, indicator_id, period
-- params:  periods varchar[], units varchar[], plan_id varchar, today date
-- returns: period varchar, unit_id varchar, indicator_id varchar, plan_id varchar,
--   is_rolled_up boolean, is_provisional boolean, is_estimated boolean, count_expected bigint,
--   count_reported bigint, reported varchar, status varchar, due_on date, numerator double,
--   denominator double, value double, target_id varchar, operator varchar, kind varchar,
--   goal double, upper_goal double, final_value double, target_due_on date, amber_low double,
--   amber_high double, submission_id bigint, sheet_name varchar, cell_address varchar,
--   counted varchar, previous_value double
with shown as (
    select c.*, p.previous_period
    from cell as c
    inner join period as p on c.period = p.period
    where
        c.period in (select unnest($periods::varchar[]))
        and ($units::varchar[] is null or c.unit_id in (select unnest($units::varchar[])))
        and ($plan_id::varchar is null or c.plan_id = $plan_id)
),

before as (
    select period, unit_id, indicator_id, value
    from cell
    where period in (select previous_period from shown)
),

judged as (
    select
        s.* exclude (previous_period) replace (
            shown_status(s.status, s.reported, s.due_on, $today::date) as status
        ),
        counted_status(s.status, s.reported, s.due_on, $today::date, s.is_provisional, false)
            as counted,
        b.value as previous_value,
    from shown as s
    left join before as b
        on s.previous_period = b.period
        and s.unit_id = b.unit_id
        and s.indicator_id = b.indicator_id
)

select *
from judged

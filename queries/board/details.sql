-- What explains the cells of some periods: counts, the target in force, where figures were read.
-- grain:   unit_id, indicator_id, period
-- params:  periods varchar[], units varchar[], plan_id varchar, scope varchar[]
-- returns: period varchar, unit_id varchar, indicator_id varchar, due_on date, numerator double,
--   denominator double, target_id varchar, operator varchar, kind varchar, upper_goal double,
--   final_value double, target_due_on date, amber_low double, amber_high double,
--   submission_id bigint, sheet_name varchar, cell_address varchar
select
    period,
    unit_id,
    indicator_id,
    due_on,
    numerator,
    denominator,
    target_id,
    operator,
    kind,
    upper_goal,
    final_value,
    target_due_on,
    amber_low,
    amber_high,
    submission_id,
    sheet_name,
    cell_address,
from cell
where
    period in (select unnest($periods::varchar[]))
    and list_contains($units::varchar[], unit_id)
    and ($plan_id::varchar is null or plan_id = $plan_id)
    and unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)

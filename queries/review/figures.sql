-- The figures of one submission as they were sent.
-- grain:   indicator_id
-- params:  submission_id bigint, scope varchar[]
-- returns: indicator_id varchar, unit_id varchar, period varchar, numerator double,
--   denominator double, value double, sheet_name varchar, cell_address varchar, note varchar
select
    indicator_id,
    unit_id,
    period,
    numerator,
    denominator,
    value,
    sheet_name,
    cell_address,
    note,
from actual
where
    submission_id = $submission_id
    and unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by indicator_id

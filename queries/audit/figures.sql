-- The figures of submissions as they stand, for the digest that the audit trail keeps of them.
-- grain:   submission_id, indicator_id
-- params:  submission_ids bigint[]
-- returns: submission_id bigint, unit_id varchar, period varchar, indicator_id varchar,
--   numerator double, denominator double, value double, sheet_name varchar, cell_address varchar,
--   note varchar
select
    submission_id,
    unit_id,
    period,
    indicator_id,
    numerator,
    denominator,
    value,
    sheet_name,
    cell_address,
    note,
from actual
where submission_id in (select unnest($submission_ids::bigint[]))
order by submission_id, unit_id, period, indicator_id, sheet_name, cell_address

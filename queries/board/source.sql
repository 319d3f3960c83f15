-- Where the figure of a cell came from (nguồn gốc): file, place in it, who sent, and who had
-- decided at a moment.
-- grain:   one row
-- params:  submission_id bigint, indicator_id varchar, known_at timestamptz, scope varchar[]
-- returns: submission_id bigint, file_name varchar, file_sha256 varchar, sheet_name varchar,
--   cell_address varchar, unit_id varchar, submitted_by varchar, submitted_at timestamptz,
--   decision varchar, decided_by varchar, decided_at timestamptz, note varchar,
--   is_sample boolean, numerator double, denominator double, value double
with last_review as (
    select
        arg_max(decision, review_id) as decision,
        arg_max(decided_by, review_id) as decided_by,
        max(decided_at) as decided_at,
    from review
    where
        submission_id = $submission_id
        and ($known_at::timestamptz is null or decided_at <= $known_at::timestamptz)
)

select
    s.submission_id,
    s.file_name,
    s.file_sha256,
    a.sheet_name,
    a.cell_address,
    s.unit_id,
    s.submitted_by,
    s.submitted_at,
    coalesce(r.decision, 'submitted') as decision,
    r.decided_by,
    r.decided_at,
    a.note,
    s.is_sample,
    a.numerator,
    a.denominator,
    a.value,
from submission as s
inner join actual as a
    on s.submission_id = a.submission_id and a.indicator_id = $indicator_id
cross join last_review as r
where
    s.submission_id = $submission_id
    and s.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)

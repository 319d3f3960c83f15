-- One submission with its standing.
-- grain:   submission_id
-- params:  submission_id bigint, scope varchar[]
-- returns: submission_id bigint, file_name varchar, file_sha256 varchar, unit_id varchar,
--   period varchar, submitted_by varchar, submitted_at timestamptz, decision varchar,
--   decided_by varchar, decided_at timestamptz
with last_review as (
    select
        arg_max(decision, review_id) as decision,
        arg_max(decided_by, review_id) as decided_by,
        max(decided_at) as decided_at,
    from review
    where submission_id = $submission_id
)

select
    s.submission_id,
    s.file_name,
    s.file_sha256,
    s.unit_id,
    s.period,
    s.submitted_by,
    s.submitted_at,
    coalesce(r.decision, 'submitted') as decision,
    r.decided_by,
    r.decided_at,
from submission as s
cross join last_review as r
where
    s.submission_id = $submission_id
    and s.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)

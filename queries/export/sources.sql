-- Where the figures of some submissions came from: file, place in it, who sent, and who had decided
-- at a moment; null for now.
-- grain:   submission_id, indicator_id
-- params:  submissions bigint[], known_at timestamptz, scope varchar[]
-- returns: submission_id bigint, indicator_id varchar, file_name varchar, file_sha256 varchar,
--   sheet_name varchar, cell_address varchar, unit_id varchar, submitted_by varchar,
--   submitted_at timestamptz, decision varchar, decided_by varchar, decided_at timestamptz,
--   note varchar, is_sample boolean, numerator double, denominator double, value double
select
    s.submission_id,
    a.indicator_id,
    s.file_name,
    s.file_sha256,
    a.sheet_name,
    a.cell_address,
    s.unit_id,
    s.submitted_by,
    s.submitted_at,
    coalesce(d.decision, 'submitted') as decision,
    d.decided_by,
    d.decided_at,
    a.note,
    s.is_sample,
    a.numerator,
    a.denominator,
    a.value,
from submission as s
inner join actual as a on s.submission_id = a.submission_id
left join last_decisions($known_at::timestamptz) as d on s.submission_id = d.submission_id
where
    s.submission_id in (select unnest($submissions::bigint[]))
    and s.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by s.submission_id, a.indicator_id

-- Submissions that wait for a decision, oldest first.
-- grain:   submission_id
-- params:  scope varchar[]
-- returns: submission_id bigint, file_name varchar, unit_id varchar, period varchar,
--   submitted_by varchar, submitted_at timestamptz, count_figures integer
select
    s.submission_id,
    s.file_name,
    s.unit_id,
    s.period,
    s.submitted_by,
    s.submitted_at,
    s.count_figures,
from submission as s
anti join review as r on s.submission_id = r.submission_id
where s.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by s.submission_id

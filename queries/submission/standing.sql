-- Submissions of one unit and period with their standing, newest first.
-- grain:   submission_id
-- params:  unit_id varchar, period varchar
-- returns: submission_id bigint, file_name varchar, file_sha256 varchar, submitted_by varchar,
--   submitted_at timestamptz, decision varchar
select
    s.submission_id,
    s.file_name,
    s.file_sha256,
    s.submitted_by,
    s.submitted_at,
    coalesce(d.decision, 'submitted') as decision,
from submission as s
left join last_decisions(null) as d on s.submission_id = d.submission_id
where s.unit_id = $unit_id and s.period = $period
order by s.submission_id desc

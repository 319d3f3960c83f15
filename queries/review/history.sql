-- Everything sent for one unit and period with what was decided, newest first.
-- grain:   submission_id
-- params:  unit_id varchar, period varchar, scope varchar[]
-- returns: submission_id bigint, file_name varchar, submitted_by varchar,
--   submitted_at timestamptz, count_figures integer, decision varchar, decided_by varchar,
--   decided_at timestamptz, reason varchar
select
    s.submission_id,
    s.file_name,
    s.submitted_by,
    s.submitted_at,
    s.count_figures,
    coalesce(d.decision, 'submitted') as decision,
    d.decided_by,
    d.decided_at,
    coalesce(d.reason, '') as reason,
from submission as s
left join last_decisions(null) as d on s.submission_id = d.submission_id
where
    s.unit_id = $unit_id
    and s.period = $period
    and s.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by s.submission_id desc

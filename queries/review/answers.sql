-- What was sent lately for some units, with the office's answer (trả lời), newest first.
-- grain:   submission_id
-- params:  since timestamptz, scope varchar[]
-- returns: submission_id bigint, file_name varchar, unit_id varchar, period varchar,
--   submitted_by varchar, submitted_at timestamptz, count_figures integer, decision varchar,
--   decided_by varchar, decided_at timestamptz, reason varchar, is_replaced boolean
select
    s.submission_id,
    s.file_name,
    s.unit_id,
    s.period,
    s.submitted_by,
    s.submitted_at,
    s.count_figures,
    coalesce(d.decision, 'submitted') as decision,
    d.decided_by,
    d.decided_at,
    coalesce(d.reason, '') as reason,
    s.submission_id < max(s.submission_id) over (partition by s.unit_id, s.period) as is_replaced,
from submission as s
left join last_decisions(null) as d on s.submission_id = d.submission_id
where
    s.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
    and greatest(s.submitted_at, coalesce(d.decided_at, s.submitted_at)) >= $since
order by s.submission_id desc

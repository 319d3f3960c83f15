-- The newest submission of each unit and period of incoming, with its standing.
-- grain:   unit_id, period
-- params:  scope varchar[]
-- returns: unit_id varchar, period varchar, submission_id bigint, file_sha256 varchar,
--   submitted_by varchar, submitted_at timestamptz, decision varchar
with asked as (
    select distinct unit_id, period
    from incoming
    where unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
),

newest as (
    select max(s.submission_id) as submission_id
    from submission as s
    inner join asked as a on s.unit_id = a.unit_id and s.period = a.period
    group by s.unit_id, s.period
)

select
    s.unit_id,
    s.period,
    s.submission_id,
    s.file_sha256,
    s.submitted_by,
    s.submitted_at,
    coalesce(d.decision, 'submitted') as decision,
from submission as s
inner join newest as n on s.submission_id = n.submission_id
left join last_decisions(null) as d on s.submission_id = d.submission_id
order by s.unit_id, s.period

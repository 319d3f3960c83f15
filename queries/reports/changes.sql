-- What was sent or decided since a moment about some cells, of the units below them too, oldest
-- first. What came since and was sent back changed nothing.
-- grain:   unit_id, indicator_id, period, submission_id
-- params:  units varchar[], indicators varchar[], periods varchar[], since timestamptz,
--   scope varchar[]
-- returns: unit_id varchar, indicator_id varchar, period varchar, submission_id bigint,
--   sender_unit_id varchar, submitted_by varchar, submitted_at timestamptz, decision varchar,
--   decided_by varchar, decided_at timestamptz
with
asked as (
    select
        unnest($units::varchar[]) as unit_id,
        unnest($indicators::varchar[]) as indicator_id,
        unnest($periods::varchar[]) as period
)

select
    q.unit_id,
    q.indicator_id,
    q.period,
    s.submission_id,
    a.unit_id as sender_unit_id,
    s.submitted_by,
    s.submitted_at,
    coalesce(d.decision, 'submitted') as decision,
    d.decided_by,
    d.decided_at,
from asked as q
inner join unit_below as b on q.unit_id = b.root_id
inner join actual as a
    on b.unit_id = a.unit_id and q.indicator_id = a.indicator_id and q.period = a.period
inner join submission as s on a.submission_id = s.submission_id
left join last_decisions(null::timestamptz) as d on s.submission_id = d.submission_id
where
    coalesce(d.decided_at, s.submitted_at) > $since::timestamptz
    and not (
        s.submitted_at > $since::timestamptz
        and coalesce(d.decision, 'submitted') = 'returned'
    )
    and a.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by s.submission_id, q.unit_id, q.indicator_id, q.period

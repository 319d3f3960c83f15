-- Pins what now proves the figures of some units and periods to each of their submissions that
-- waits for a decision: from then on it is known what the decision rested on.
-- params:  units varchar[], periods varchar[], pinned_at timestamptz
insert into evidence_pin
with asked as (
    select
        unnest($units::varchar[]) as unit_id,
        unnest($periods::varchar[]) as period,
),

waiting as (
    select distinct s.submission_id
    from submission as s
    inner join asked as p on s.unit_id = p.unit_id and s.period = p.period
    left join review as r on s.submission_id = r.submission_id
    where r.review_id is null
)

select distinct
    w.submission_id,
    e.evidence_id,
    $pinned_at::timestamptz as pinned_at,
from waiting as w
inner join actual as a on w.submission_id = a.submission_id
inner join evidence as e
    on a.unit_id = e.unit_id and a.period = e.period and a.indicator_id = e.indicator_id
left join evidence_withdrawal as t on e.evidence_id = t.evidence_id
left join evidence_pin as p
    on w.submission_id = p.submission_id and e.evidence_id = p.evidence_id
where t.evidence_id is null and p.evidence_id is null

-- Pins what now proves the figures of one unit and period to each of their submissions that waits
-- for a decision: from then on it is known what the decision rested on.
-- params:  unit_id varchar, period varchar, pinned_at timestamptz
insert into evidence_pin
with waiting as (
    select s.submission_id
    from submission as s
    left join review as r on s.submission_id = r.submission_id
    where s.unit_id = $unit_id and s.period = $period and r.review_id is null
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

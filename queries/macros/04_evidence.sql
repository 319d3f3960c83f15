-- Every piece of evidence with its file, whether it was taken back, and what rests on it:
-- submissions it is pinned to, and whether one of them has been approved.
create or replace macro evidence_standing() as table
with pinned as (
    select
        p.evidence_id,
        list(p.submission_id order by p.submission_id) as submissions,
        bool_or(coalesce(d.decision, 'submitted') = 'approved') as is_approved,
    from evidence_pin as p
    left join last_decisions(null) as d on p.submission_id = d.submission_id
    group by p.evidence_id
)

select
    e.evidence_id,
    e.unit_id,
    e.period,
    e.indicator_id,
    e.file_sha256,
    e.file_name,
    f.media_type,
    f.count_bytes,
    f.modified_ns,
    e.document_number,
    e.note,
    e.attached_at,
    e.attached_by,
    w.withdrawn_at,
    w.withdrawn_by,
    coalesce(p.submissions, []::bigint[]) as submissions,
    coalesce(p.is_approved, false) as is_approved,
from evidence as e
left join evidence_file as f on e.file_sha256 = f.sha256
left join evidence_withdrawal as w on e.evidence_id = w.evidence_id
left join pinned as p on e.evidence_id = p.evidence_id;

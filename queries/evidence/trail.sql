-- Evidence as it stands beside the audit rows of its attaching and its taking back.
-- grain:   evidence_id
-- returns: evidence_id bigint, unit_id varchar, period varchar, indicator_id varchar,
--   file_sha256 varchar, file_name varchar, document_number varchar, note varchar,
--   attached_at timestamptz, attached_by varchar, is_recorded boolean, digest_attached varchar,
--   withdrawn_at timestamptz, withdrawn_by varchar, reason varchar, is_withdrawn boolean,
--   digest_withdrawn varchar
with told as (
    select
        try_cast(replace(object_id, 'evidence/', '') as bigint) as evidence_id,
        max(digest_after) filter (where action = 'evidence.attached') as digest_attached,
        max(digest_after) filter (where action = 'evidence.withdrawn') as digest_withdrawn,
    from audit
    where action in ('evidence.attached', 'evidence.withdrawn')
    group by object_id
)

select
    coalesce(t.evidence_id, e.evidence_id) as evidence_id,
    e.unit_id,
    e.period,
    e.indicator_id,
    e.file_sha256,
    e.file_name,
    e.document_number,
    e.note,
    e.attached_at,
    e.attached_by,
    e.evidence_id is not null as is_recorded,
    t.digest_attached,
    w.withdrawn_at,
    w.withdrawn_by,
    w.reason,
    w.evidence_id is not null as is_withdrawn,
    t.digest_withdrawn,
from told as t
full join evidence as e on t.evidence_id = e.evidence_id
left join evidence_withdrawal as w on e.evidence_id = w.evidence_id
order by coalesce(t.evidence_id, e.evidence_id)

-- Evidence for the figures of some units and periods as it stood at a moment, oldest first.
-- grain:   evidence_id
-- params:  units varchar[], periods varchar[], known_at timestamptz, scope varchar[]
-- returns: evidence_id bigint, unit_id varchar, period varchar, indicator_id varchar,
--   file_name varchar, file_sha256 varchar, document_number varchar, note varchar,
--   attached_at timestamptz, attached_by varchar
select
    e.evidence_id,
    e.unit_id,
    e.period,
    e.indicator_id,
    e.file_name,
    e.file_sha256,
    e.document_number,
    e.note,
    e.attached_at,
    e.attached_by,
from evidence_standing() as e
where
    list_contains($units::varchar[], e.unit_id)
    and list_contains($periods::varchar[], e.period)
    and e.attached_at <= $known_at::timestamptz
    and (e.withdrawn_at is null or e.withdrawn_at > $known_at::timestamptz)
    and e.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by e.evidence_id

-- One piece of evidence, when it is in scope.
-- grain:   evidence_id
-- params:  evidence_id bigint, scope varchar[]
-- returns: evidence_id bigint, unit_id varchar, period varchar, indicator_id varchar,
--   file_sha256 varchar, file_name varchar, media_type varchar, count_bytes bigint,
--   modified_ns bigint, document_number varchar, note varchar, attached_at timestamptz,
--   attached_by varchar, withdrawn_at timestamptz, withdrawn_by varchar, submissions bigint[],
--   is_approved boolean
select
    e.evidence_id,
    e.unit_id,
    e.period,
    e.indicator_id,
    e.file_sha256,
    e.file_name,
    e.media_type,
    e.count_bytes,
    e.modified_ns,
    e.document_number,
    e.note,
    e.attached_at,
    e.attached_by,
    e.withdrawn_at,
    e.withdrawn_by,
    e.submissions,
    e.is_approved,
from evidence_standing() as e
where
    e.evidence_id = $evidence_id
    and e.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)

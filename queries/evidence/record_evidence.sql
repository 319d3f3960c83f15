-- Records that a file or a document number proves one figure.
-- params:  evidence_id bigint, unit_id varchar, period varchar, indicator_id varchar,
--   file_sha256 varchar, file_name varchar, document_number varchar, note varchar,
--   attached_at timestamptz, attached_by varchar
insert into evidence
select
    $evidence_id,
    $unit_id,
    $period,
    $indicator_id,
    $file_sha256,
    $file_name,
    $document_number,
    $note,
    $attached_at,
    $attached_by

-- Records that evidence was taken back; the row of the evidence itself stays.
-- params:  evidence_id bigint, withdrawn_at timestamptz, withdrawn_by varchar, reason varchar
insert into evidence_withdrawal
select
    $evidence_id,
    $withdrawn_at,
    $withdrawn_by,
    $reason

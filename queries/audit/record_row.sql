-- Adds a row to the audit trail, whose mark the program has made.
-- params:  seq bigint, recorded_at timestamptz, actor varchar, session_id varchar, action varchar,
--   object_id varchar, digest_before varchar, digest_after varchar, details varchar,
--   key_id varchar, previous_mac varchar, mac varchar
insert into audit
select
    $seq,
    $recorded_at,
    $actor,
    $session_id,
    $action,
    $object_id,
    $digest_before,
    $digest_after,
    $details,
    $key_id,
    $previous_mac,
    $mac

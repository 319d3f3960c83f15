-- The audit trail, oldest first; a null parameter asks for everything. An object's name also finds
-- what lies below it: "submission" finds "submission/12".
-- grain:   seq
-- params:  from_at timestamptz, before_at timestamptz, actor varchar, object_id varchar
-- returns: seq bigint, recorded_at timestamptz, actor varchar, session_id varchar, action varchar,
--   object_id varchar, digest_before varchar, digest_after varchar, details varchar,
--   key_id varchar, previous_mac varchar, mac varchar
select
    seq,
    recorded_at,
    actor,
    session_id,
    action,
    object_id,
    digest_before,
    digest_after,
    details,
    key_id,
    previous_mac,
    mac,
from audit
where
    ($from_at::timestamptz is null or recorded_at >= $from_at)
    and ($before_at::timestamptz is null or recorded_at < $before_at)
    and ($actor::varchar is null or actor = $actor)
    and (
        $object_id::varchar is null
        or object_id = $object_id
        or starts_with(object_id, $object_id || '/')
    )
order by seq

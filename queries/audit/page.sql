-- One page of the audit trail, newest first, with how many rows there are in all. Somebody whose
-- branch is not everything sees what people did, or had done to them, who never held a role
-- outside it, and what was done to submissions of its units; a null parameter asks for everything.
-- grain:   seq
-- params:  from_at timestamptz, before_at timestamptz, actor varchar, object_id varchar,
--   actions varchar[], scope varchar[], sees_all boolean, count_rows bigint, count_skipped bigint
-- returns: seq bigint, recorded_at timestamptz, actor varchar, session_id varchar, action varchar,
--   object_id varchar, digest_before varchar, digest_after varchar, details varchar,
--   key_id varchar, previous_mac varchar, mac varchar, count_all bigint
with
branch as (
    select unit_id
    from in_scope($scope::varchar[])
),

inside as (
    select g.account
    from role_grant as g
    left join branch as b on g.unit_id = b.unit_id
    group by g.account
    having bool_and(b.unit_id is not null)
),

touched as (
    select 'person/' || account as object_id
    from inside
    union all
    select 'session/' || s.handle
    from session as s
    inner join inside as i on s.account = i.account
    union all
    select 'submission/' || s.submission_id::varchar
    from submission as s
    inner join branch as b on s.unit_id = b.unit_id
),

wanted as (
    select *
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
        and (
            $actions::varchar[] is null
            or list_contains($actions, action)
            or list_contains($actions, split_part(action, '.', 1) || '.*')
        )
        and (
            $sees_all::boolean
            or actor in (select i.account from inside as i)
            or object_id in (select t.object_id from touched as t)
        )
),

counted as (
    select count(*) as count_all
    from wanted
)

select
    w.seq,
    w.recorded_at,
    w.actor,
    w.session_id,
    w.action,
    w.object_id,
    w.digest_before,
    w.digest_after,
    w.details,
    w.key_id,
    w.previous_mac,
    w.mac,
    c.count_all,
from wanted as w
cross join counted as c
order by w.seq desc
limit $count_rows offset $count_skipped

-- The sessions that had neither ended nor run out at a moment, oldest first.
-- grain:   token_sha256
-- params:  alive_at timestamptz
-- returns: token_sha256 varchar, handle varchar, account varchar, kind varchar, address varchar,
--   agent varchar, started_at timestamptz, seen_at timestamptz, expires_at timestamptz,
--   must_change_password boolean
select
    s.token_sha256,
    s.handle,
    s.account,
    s.kind,
    s.address,
    s.agent,
    s.started_at,
    s.seen_at,
    s.expires_at,
    p.must_change_password,
from session as s
inner join person as p on s.account = p.account
where s.ended_at is null and s.expires_at > $alive_at and p.disabled_at is null
order by s.started_at, s.handle

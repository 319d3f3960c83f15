-- A one-time link that is still good at a moment, no row where it is not.
-- grain:   token_sha256
-- params:  token_sha256 varchar, good_at timestamptz
-- returns: purpose varchar, account varchar, name varchar, expires_at timestamptz
select
    l.purpose,
    l.account,
    p.name,
    l.expires_at,
from one_time_link as l
left join person as p on l.account = p.account
where
    l.token_sha256 = $token_sha256
    and l.used_at is null
    and l.expires_at > $good_at
    and l.created_at <= $good_at
    and p.disabled_at is null

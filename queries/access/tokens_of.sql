-- Every API token that a person made, newest first, those that open nothing any more among them.
-- grain:   handle
-- params:  account varchar
-- returns: token_sha256 varchar, handle varchar, account varchar, label varchar, rights varchar,
--   created_at timestamptz, expires_at timestamptz, used_at timestamptz, revoked_at timestamptz
select
    token_sha256,
    handle,
    account,
    label,
    rights,
    created_at,
    expires_at,
    used_at,
    revoked_at,
from api_token
where account = $account
order by created_at desc, handle asc

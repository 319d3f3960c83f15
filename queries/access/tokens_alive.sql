-- The API tokens that were neither revoked nor past their end at a moment.
-- grain:   token_sha256
-- params:  alive_at timestamptz
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
where revoked_at is null and expires_at > $alive_at
order by created_at, handle

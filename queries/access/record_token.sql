-- Adds an API token, known by the SHA-256 of itself only; rights are parted by spaces.
-- params:  token_sha256 varchar, handle varchar, account varchar, label varchar, rights varchar,
--   created_at timestamptz, expires_at timestamptz
insert into api_token
select
    $token_sha256,
    $handle,
    $account,
    $label,
    $rights,
    $created_at,
    $expires_at,
    null as used_at,
    null as revoked_at

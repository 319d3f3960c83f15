-- Adds a one-time link, known by the SHA-256 of its token only.
-- params:  token_sha256 varchar, purpose varchar, account varchar, created_at timestamptz,
--   created_by varchar, expires_at timestamptz
insert into one_time_link
select
    $token_sha256,
    $purpose,
    $account,
    $created_at,
    $created_by,
    $expires_at,
    null as used_at

-- Adds a session, known by the SHA-256 of its token only.
-- params:  token_sha256 varchar, handle varchar, account varchar, kind varchar, address varchar,
--   agent varchar, started_at timestamptz, expires_at timestamptz
insert into session
select
    $token_sha256,
    $handle,
    $account,
    $kind,
    $address,
    $agent,
    $started_at,
    $started_at as seen_at,
    $expires_at,
    null as ended_at,
    null as ended_why

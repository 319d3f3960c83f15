-- Ends a session; one that has ended stays as it is.
-- params:  token_sha256 varchar, ended_at timestamptz, ended_why varchar
update session
set ended_at = $ended_at, ended_why = $ended_why
where token_sha256 = $token_sha256 and ended_at is null

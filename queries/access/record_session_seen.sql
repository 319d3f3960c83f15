-- Keeps when a session's person last did something.
-- params:  token_sha256 varchar, seen_at timestamptz
update session
set seen_at = $seen_at
where token_sha256 = $token_sha256 and ended_at is null

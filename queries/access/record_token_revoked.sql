-- Ends an API token for good.
-- params:  token_sha256 varchar, revoked_at timestamptz
update api_token
set revoked_at = $revoked_at
where token_sha256 = $token_sha256 and revoked_at is null

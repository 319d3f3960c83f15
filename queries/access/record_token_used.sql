-- Keeps when an API token was last used.
-- params:  token_sha256 varchar, used_at timestamptz
update api_token
set used_at = $used_at
where token_sha256 = $token_sha256

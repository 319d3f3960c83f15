-- One person (người dùng) by account, no row where there is none.
-- grain:   account
-- params:  account varchar
-- returns: account varchar, name varchar, email varchar, password_hash varchar,
--   must_change_password boolean, is_sample boolean, created_at timestamptz, created_by varchar,
--   disabled_at timestamptz
select
    account,
    name,
    email,
    password_hash,
    must_change_password,
    is_sample,
    created_at,
    created_by,
    disabled_at,
from person
where account = $account

-- Adds a person, without a password.
-- params:  account varchar, name varchar, email varchar, is_sample boolean,
--   created_at timestamptz, created_by varchar
insert into person
select
    $account,
    $name,
    $email,
    null as password_hash,
    false as must_change_password,
    $is_sample,
    $created_at,
    $created_by,
    null as disabled_at

-- Adds a person, without a password.
-- params:  account varchar, name varchar, email varchar, is_sample boolean,
--   created_at timestamptz, created_by varchar
insert into person
select
    $account,
    $name,
    $email,
    null,
    false,
    $is_sample,
    $created_at,
    $created_by,
    null

-- Closes every open link of an account; with a null account, every open link for the set-up.
-- params:  account varchar, used_at timestamptz
update one_time_link
set used_at = $used_at
where used_at is null and account is not distinct from $account::varchar

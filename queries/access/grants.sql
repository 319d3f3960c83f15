-- The roles that a person holds now, each with its unit.
-- grain:   role, unit_id
-- params:  account varchar
-- returns: role varchar, unit_id varchar
select distinct role, unit_id
from role_grant
where account = $account and revoked_at is null
order by role, unit_id

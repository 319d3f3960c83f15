-- Takes a role for a unit away from a person.
-- params:  account varchar, role varchar, unit_id varchar, revoked_at timestamptz
update role_grant
set revoked_at = $revoked_at
where account = $account and role = $role and unit_id = $unit_id and revoked_at is null

-- Gives a person a role (vai trò) for a unit and all below it.
-- params:  account varchar, role varchar, unit_id varchar, granted_at timestamptz,
--   granted_by varchar
insert into role_grant
select
    $account,
    $role,
    $unit_id,
    $granted_at,
    $granted_by,
    null as revoked_at

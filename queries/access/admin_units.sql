-- The units for which some enabled administrator (quản trị), a real person, holds that role.
-- grain:   unit_id
-- returns: unit_id varchar
select distinct g.unit_id
from person as p
inner join role_grant as g on p.account = g.account
where p.disabled_at is null and not p.is_sample and g.revoked_at is null and g.role = 'admin'
order by g.unit_id

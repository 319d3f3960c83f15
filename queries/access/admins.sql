-- The enabled administrators (quản trị) who are real people.
-- grain:   account
-- returns: account varchar
select distinct p.account
from person as p
inner join role_grant as g on p.account = g.account
where p.disabled_at is null and not p.is_sample and g.revoked_at is null and g.role = 'admin'
order by p.account

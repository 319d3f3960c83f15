-- One enabled person with the roles held now: a row for each, one of nulls where there is none.
-- grain:   role, unit_id
-- params:  account varchar
-- returns: name varchar, is_sample boolean, role varchar, unit_id varchar
select distinct
    p.name,
    p.is_sample,
    g.role,
    g.unit_id,
from person as p
left join role_grant as g on p.account = g.account and g.revoked_at is null
where p.account = $account and p.disabled_at is null
order by g.role, g.unit_id

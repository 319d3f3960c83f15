-- Who is reminded for units: people who report for exactly that unit, may sign in, are not
-- invented and have an address.
-- grain:   unit_id, account
-- params:  scope varchar[]
-- returns: unit_id varchar, account varchar, email varchar
select distinct
    g.unit_id,
    p.account,
    p.email,
from role_grant as g
inner join person as p on g.account = p.account
where
    g.role = 'reporter'
    and g.revoked_at is null
    and p.disabled_at is null
    and not p.is_sample
    and p.email is not null
    and g.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by g.unit_id asc, p.account asc

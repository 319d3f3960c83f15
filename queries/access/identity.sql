-- The person behind an external identity (định danh ngoài), no row where nobody came by it.
-- grain:   account
-- params:  issuer varchar, subject varchar
-- returns: account varchar, name varchar, email varchar, disabled_at timestamptz
select
    p.account,
    p.name,
    p.email,
    p.disabled_at,
from external_identity as e
inner join person as p on e.account = p.account
where e.issuer = $issuer and e.subject = $subject

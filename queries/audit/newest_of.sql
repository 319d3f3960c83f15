-- The newest row of the audit trail of one action; no row while there is none.
-- grain:   one row
-- params:  action varchar
-- returns: seq bigint, digest_after varchar, details varchar
select
    seq,
    digest_after,
    details,
from audit
where action = $action
order by seq desc
limit 1

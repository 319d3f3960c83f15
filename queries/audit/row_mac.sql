-- The mark of one row of the audit trail.
-- grain:   seq
-- params:  seq bigint
-- returns: mac varchar
select mac
from audit
where seq = $seq

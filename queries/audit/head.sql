-- The newest row of the audit trail; 0 and null while it is empty.
-- grain:   one row
-- returns: seq bigint, mac varchar
select
    coalesce(max(seq), 0) as seq,
    arg_max(mac, seq) as mac
from audit

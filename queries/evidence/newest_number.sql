-- The highest number given to evidence so far; the next piece gets the one after it.
-- grain:   one row
-- returns: evidence_id bigint
select coalesce(max(evidence_id), 0) as evidence_id
from evidence

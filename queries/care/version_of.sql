-- The data version that was recorded for a reason, no row when none was.
-- grain:   version
-- params:  why varchar
-- returns: version bigint
select version
from data_version
where why = $why
order by version

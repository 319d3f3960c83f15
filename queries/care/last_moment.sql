-- When the data last changed.
-- grain:   one row
-- returns: last_at timestamptz
select max(recorded_at) as last_at
from data_version

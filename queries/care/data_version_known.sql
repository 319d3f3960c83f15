-- The data version that held at a moment (phiên bản số liệu); 0 before the first.
-- grain:   one row
-- params:  known_at timestamptz
-- returns: version bigint
select coalesce(max(version), 0) as version
from data_version
where recorded_at <= $known_at::timestamptz

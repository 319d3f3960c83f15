-- The newest data version (phiên bản số liệu); 0 on a new store.
-- grain:   one row
-- returns: version bigint
select coalesce(max(version), 0) as version
from data_version

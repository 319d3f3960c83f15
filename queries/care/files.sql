-- The workbooks that submissions were read from.
-- grain:   file_sha256
-- returns: file_sha256 varchar
select distinct file_sha256
from submission
order by file_sha256

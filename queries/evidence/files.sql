-- The files that evidence refers to, those of evidence taken back too: each must be kept.
-- grain:   sha256
-- returns: sha256 varchar, count_bytes bigint, modified_ns bigint, media_type varchar
select sha256, count_bytes, modified_ns, media_type
from evidence_file
order by sha256

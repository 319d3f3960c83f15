-- The newest edition of the catalogue, no row on a new store.
-- grain:   one row
-- returns: catalogue_version integer, sha256 varchar, recorded_at timestamptz
select catalogue_version, sha256, recorded_at
from catalogue
order by catalogue_version desc
limit 1

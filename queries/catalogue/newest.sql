-- The newest edition of the catalogue, no row on a new store.
-- grain:   catalogue_version
-- returns: catalogue_version integer, sha256 varchar, recorded_at timestamptz, recorded_by varchar
select catalogue_version, sha256, recorded_at, recorded_by
from catalogue
order by catalogue_version desc
limit 1

-- Lays the tree of units of one edition as the one in force now.
-- params:  catalogue_version integer
insert into unit_below
select distinct ancestor_id as root_id, descendant_id as unit_id
from unit_closure
where catalogue_version = $catalogue_version

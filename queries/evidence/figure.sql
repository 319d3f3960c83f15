-- The figure that evidence is for, when it is in scope and the catalogue in force asks for it.
-- grain:   unit_id
-- params:  unit_id varchar, indicator_id varchar, scope varchar[]
-- returns: unit_id varchar
select distinct a.unit_id
from assignment as a
where
    a.catalogue_version = (select max(c.catalogue_version) from catalogue as c)
    and a.unit_id = $unit_id
    and a.indicator_id = $indicator_id
    and a.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)

-- The units among those given that are outside a scope, or that do not exist: both alike.
-- grain:   unit_id
-- params:  units varchar[], scope varchar[]
-- returns: unit_id varchar
with asked as (
    select unnest($units::varchar[]) as unit_id
)

select a.unit_id
from asked as a
anti join in_scope($scope::varchar[]) as v on a.unit_id = v.unit_id
order by a.unit_id

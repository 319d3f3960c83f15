-- Lays the tree of units in force now. A unit that has left the plans stays where the last edition
-- that knew it had it: what it sent can still be read and decided on by those above it.
insert into unit_below
with last_known as (
    select descendant_id, max(catalogue_version) as catalogue_version
    from unit_closure
    group by descendant_id
)

select distinct c.ancestor_id as root_id, c.descendant_id as unit_id
from unit_closure as c
inner join last_known as k
    on c.descendant_id = k.descendant_id and c.catalogue_version = k.catalogue_version

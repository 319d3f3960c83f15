-- When a person's password was last set, by the trail; null where it tells of none.
-- grain:   one row
-- params:  object_id varchar
-- returns: set_at timestamptz
select max(recorded_at) as set_at
from audit
where object_id = $object_id and action = 'person.password-set'

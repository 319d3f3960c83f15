-- The units a person may see or act on: those below the units their roles are for, themselves
-- among them, by the tree in force now. Every query over figures asks it, so that what is outside
-- answers exactly like what does not exist.
create or replace macro in_scope(roots) as table
select unit_id
from unit_below
where list_contains(roots, root_id);

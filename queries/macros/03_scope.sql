-- The units a person may see or act on: those below the units their roles are for, themselves
-- among them, by the tree in force now. Every query over figures joins it, so that what is outside
-- answers exactly like what does not exist.
create or replace macro in_scope(roots) as table
select distinct descendant_id as unit_id
from unit_closure
where
    catalogue_version = (select max(catalogue_version) from catalogue)
    and list_contains(roots, ancestor_id);

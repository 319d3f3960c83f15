-- Takes away the tree of units in force, to be laid anew.
delete from unit_below

-- Records what an export says, unless it is kept already.
-- params:  sha256 varchar, kept blob
insert into report_snapshot
select
    $sha256,
    $kept,
where $sha256 not in (select s.sha256 from report_snapshot as s)

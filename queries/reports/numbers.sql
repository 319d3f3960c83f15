-- The highest report so far, and whether a snapshot is kept already.
-- grain:   one row
-- params:  sha256 varchar
-- returns: report_id bigint, is_kept boolean
select
    coalesce((select max(report_id) from report), 0) as report_id,
    $sha256 in (select s.sha256 from report_snapshot as s) as is_kept

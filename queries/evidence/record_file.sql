-- Records a file that is kept beside the store; one that is known already stays as recorded.
-- params:  sha256 varchar, media_type varchar, count_bytes bigint, modified_ns bigint,
--   kept_at timestamptz
insert into evidence_file
select
    $sha256,
    $media_type,
    $count_bytes,
    $modified_ns,
    $kept_at,
where $sha256 not in (select f.sha256 from evidence_file as f)

-- Records one report as it left.
-- params:  report_id bigint, format varchar, unit_id varchar, period varchar, plan_id varchar,
--   group_id varchar, as_of timestamptz, is_provisional boolean, ordering varchar,
--   options varchar, base_sha256 varchar, title varchar, data_version bigint,
--   known_at timestamptz, snapshot_sha256 varchar, file_name varchar, file_sha256 varchar,
--   count_bytes bigint, made_by varchar, made_at timestamptz
insert into report
values (
    $report_id,
    $format,
    $unit_id,
    $period,
    $plan_id,
    $group_id,
    $as_of,
    $is_provisional,
    $ordering,
    $options,
    $base_sha256,
    $title,
    $data_version,
    $known_at,
    $snapshot_sha256,
    $file_name,
    $file_sha256,
    $count_bytes,
    $made_by,
    $made_at
)

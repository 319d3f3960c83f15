-- Records one unit's figures for one period as sent (lần nộp).
-- params:  submission_id bigint, file_name varchar, file_sha256 varchar, layout varchar,
--   unit_id varchar, period varchar, submitted_by varchar, submitted_at timestamptz,
--   count_figures integer, is_sample boolean
insert into submission
select
    $submission_id,
    $file_name,
    $file_sha256,
    $layout,
    $unit_id,
    $period,
    $submitted_by,
    $submitted_at,
    $count_figures,
    $is_sample

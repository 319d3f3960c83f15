-- Records which base file a report was drawn on.
-- params:  report_id bigint, format varchar, file_name varchar, sha256 varchar
insert into report_base
values ($report_id, $format, $file_name, $sha256)

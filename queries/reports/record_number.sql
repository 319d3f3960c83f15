-- Records an official number: of a report, or the last of those given out elsewhere.
-- params:  symbol varchar, year integer, number integer, report_id bigint, issued_by varchar,
--   issued_at timestamptz
insert into report_number
values ($symbol, $year, $number, $report_id, $issued_by, $issued_at)

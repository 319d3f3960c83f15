-- Records that a report with a number is withdrawn; the number stays used.
-- params:  report_id bigint, reason varchar, withdrawn_by varchar, withdrawn_at timestamptz
insert into report_withdrawal
values ($report_id, $reason, $withdrawn_by, $withdrawn_at)

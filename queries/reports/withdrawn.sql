-- The withdrawal of a report, if it is withdrawn.
-- grain:   report_id
-- params:  report_id bigint
-- returns: report_id bigint, withdrawn_by varchar
select
    report_id,
    withdrawn_by,
from report_withdrawal
where report_id = $report_id

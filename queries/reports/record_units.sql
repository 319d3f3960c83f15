-- Records whose figures a report holds.
-- params:  report_id bigint, units varchar[]
insert into report_unit
select
    $report_id,
    u.unit_id,
from (select unnest($units::varchar[]) as unit_id) as u

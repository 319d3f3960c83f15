-- The base files that a report was drawn on, by the format each is of; none of one that was made
-- before they were kept.
-- grain:   format
-- params:  report_id bigint
-- returns: format varchar, file_name varchar, content blob
select
    r.format,
    r.file_name,
    f.content,
from report_base as r
inner join base_file as f on r.sha256 = f.sha256
where r.report_id = $report_id
order by r.format

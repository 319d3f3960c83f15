-- What was unusual about the figures of a submission when it was sent, with the sender's word.
-- grain:   indicator_id, code, cell_address
-- params:  submission_id bigint, scope varchar[]
-- returns: code varchar, indicator_id varchar, sheet_name varchar, cell_address varchar,
--   message varchar, explanation varchar
select
    w.code,
    w.indicator_id,
    w.sheet_name,
    w.cell_address,
    w.message,
    w.explanation,
from submission_warning as w
inner join submission as s on w.submission_id = s.submission_id
where
    w.submission_id = $submission_id
    and s.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by w.indicator_id, w.code, w.cell_address

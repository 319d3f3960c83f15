-- Why single figures of some submissions were sent back.
-- grain:   submission_id, indicator_id
-- params:  submission_ids bigint[], scope varchar[]
-- returns: submission_id bigint, indicator_id varchar, reason varchar
select m.submission_id, m.indicator_id, m.reason
from review_remark as m
inner join submission as s on m.submission_id = s.submission_id
where
    m.submission_id in (select unnest($submission_ids::bigint[]))
    and s.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by m.submission_id, m.indicator_id

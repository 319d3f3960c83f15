-- What proves the figures of incoming, without what was taken back.
-- grain:   unit_id, period, indicator_id, evidence_id
-- params:  scope varchar[]
-- returns: unit_id varchar, period varchar, indicator_id varchar, evidence_id bigint,
--   file_sha256 varchar, count_bytes bigint, modified_ns bigint
with asked as (
    select distinct unit_id, period, indicator_id
    from incoming
    where unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
)

select
    e.unit_id,
    e.period,
    e.indicator_id,
    e.evidence_id,
    e.file_sha256,
    e.count_bytes,
    e.modified_ns,
from evidence_standing() as e
inner join asked as a
    on e.unit_id = a.unit_id and e.period = a.period and e.indicator_id = a.indicator_id
where e.withdrawn_at is null
order by e.unit_id, e.period, e.indicator_id, e.evidence_id

-- The units and periods whose figures a file stands for, when the asker sees one of them.
-- grain:   unit_id, period
-- params:  sha256 varchar, scope varchar[]
-- returns: unit_id varchar, period varchar, is_seen boolean
with uses as (
    select distinct
        e.unit_id,
        e.period,
        e.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v) as is_seen,
    from evidence_standing() as e
    where e.file_sha256 = $sha256 and e.withdrawn_at is null
)

select unit_id, period, is_seen
from uses
where (select bool_or(u.is_seen) from uses as u)
order by unit_id, period

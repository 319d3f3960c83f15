-- The newest submission of each of some units and periods, with its standing.
-- grain:   unit_id, period
-- params:  units varchar[], periods varchar[]
-- returns: unit_id varchar, period varchar, file_sha256 varchar, decision varchar
with asked as (
    select
        unnest($units::varchar[]) as unit_id,
        unnest($periods::varchar[]) as period,
),

pairs as (
    select distinct unit_id, period
    from asked
),

numbered as (
    select
        s.unit_id,
        s.period,
        s.file_sha256,
        coalesce(d.decision, 'submitted') as decision,
        row_number() over (partition by s.unit_id, s.period order by s.submission_id desc) as place,
    from submission as s
    inner join pairs as p on s.unit_id = p.unit_id and s.period = p.period
    left join last_decisions(null) as d on s.submission_id = d.submission_id
)

select unit_id, period, file_sha256, decision
from numbered
where place = 1
order by unit_id, period

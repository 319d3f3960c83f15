-- Waiting submissions of which every figure stands in a newer one of the same unit and period.
-- grain:   submission_id
-- params:  submission_id bigint
-- returns: submission_id bigint
with newer as (
    select submission_id, unit_id, period
    from submission
    where submission_id = $submission_id
),

older as (
    select s.submission_id
    from submission as s
    inner join newer as n
        on s.unit_id = n.unit_id and s.period = n.period and s.submission_id < n.submission_id
    anti join review as r on s.submission_id = r.submission_id
),

lacking as (
    select distinct a.submission_id
    from actual as a
    inner join older as o on a.submission_id = o.submission_id
    anti join actual as b
        on b.submission_id = $submission_id and a.indicator_id = b.indicator_id
)

select o.submission_id
from older as o
anti join lacking as l on o.submission_id = l.submission_id
order by o.submission_id

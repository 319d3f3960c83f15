-- Newer submissions, not sent back, that hold every figure of one: it is out of date.
-- grain:   submission_id
-- params:  submission_id bigint
-- returns: submission_id bigint
with this_one as (
    select submission_id, unit_id, period
    from submission
    where submission_id = $submission_id
),

newer as (
    select s.submission_id
    from submission as s
    inner join this_one as t
        on s.unit_id = t.unit_id and s.period = t.period and s.submission_id > t.submission_id
    anti join last_decisions(null) as r
        on s.submission_id = r.submission_id and r.decision = 'returned'
),

lacking as (
    select distinct n.submission_id
    from newer as n
    inner join actual as a on a.submission_id = $submission_id
    anti join actual as b
        on n.submission_id = b.submission_id and a.indicator_id = b.indicator_id
)

select n.submission_id
from newer as n
anti join lacking as l on n.submission_id = l.submission_id
order by n.submission_id

-- Of some indicators, those of which one unit has a figure of a period that was not sent back.
-- grain:   indicator_id
-- params:  unit_id varchar, period varchar, indicators varchar[], scope varchar[]
-- returns: indicator_id varchar
with returned as (
    select submission_id
    from review
    group by submission_id
    having arg_max(decision, review_id) = 'returned'
)

select distinct a.indicator_id
from actual as a
left join returned as r on a.submission_id = r.submission_id
where
    a.unit_id = $unit_id
    and a.period = $period
    and list_contains($indicators::varchar[], a.indicator_id)
    and a.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
    and r.submission_id is null
order by a.indicator_id

-- Of some indicators, those of which one unit has a figure of a period that was not sent back.
-- grain:   indicator_id
-- params:  unit_id varchar, period varchar, indicators varchar[], scope varchar[]
-- returns: indicator_id varchar
select distinct a.indicator_id
from actual as a
anti join last_decisions(null) as r
    on a.submission_id = r.submission_id and r.decision = 'returned'
where
    a.unit_id = $unit_id
    and a.period = $period
    and list_contains($indicators::varchar[], a.indicator_id)
    and a.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by a.indicator_id

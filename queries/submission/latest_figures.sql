-- The figures that speak for one unit in one period, for the "last period" column of a template.
-- grain:   indicator_id
-- params:  unit_id varchar, periods varchar[], scope varchar[]
-- returns: indicator_id varchar, period varchar, numerator double, denominator double,
--   value double, reported varchar
select indicator_id, period, numerator, denominator, value, reported
from cell
where
    unit_id = $unit_id
    and period in (select unnest($periods::varchar[]))
    and reported is not null
    and unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by indicator_id

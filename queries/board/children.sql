-- The leaves below a unit that one of its rolled-up cells is made of, with their standing.
-- grain:   unit_id
-- params:  indicator_id varchar, unit_id varchar, period varchar, today date,
--   scope varchar[]
-- returns: unit_id varchar, status varchar, reported varchar, value double, numerator double,
--   denominator double
with newest as (
    select max(catalogue_version) as catalogue_version
    from catalogue
)

select
    c.unit_id,
    shown_status(c.status, c.reported, c.due_on, $today::date) as status,
    c.reported,
    c.value,
    c.numerator,
    c.denominator,
from cell as c
inner join newest as n on true
inner join unit_closure as u
    on n.catalogue_version = u.catalogue_version
    and u.ancestor_id = $unit_id
    and c.unit_id = u.descendant_id
    and u.depth > 0
where
    c.period = $period
    and c.indicator_id = $indicator_id
    and not c.is_rolled_up
    and c.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by c.unit_id

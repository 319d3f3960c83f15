-- The leaves a rolled-up cell was made of, as known at a moment or with waiting figures counted.
-- grain:   unit_id
-- params:  indicator_id varchar, unit_id varchar, period varchar, known_at timestamptz,
--   today date, count_submitted boolean, scope varchar[]
-- returns: unit_id varchar, status varchar, reported varchar, value double, numerator double,
--   denominator double
with edition as (
    select max(catalogue_version) as catalogue_version
    from catalogue
    where recorded_at <= $known_at::timestamptz
)

select
    c.unit_id,
    shown_status(c.status, c.reported, c.due_on, $today::date) as status,
    c.reported,
    c.value,
    c.numerator,
    c.denominator,
from cells(
        $known_at::timestamptz, [$period::varchar], null::varchar[], $count_submitted
    ) as c
inner join edition as n on true
inner join unit_closure as u
    on n.catalogue_version = u.catalogue_version
    and u.ancestor_id = $unit_id
    and c.unit_id = u.descendant_id
    and u.depth > 0
where
    c.indicator_id = $indicator_id
    and not c.is_rolled_up
    and c.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by c.unit_id

-- How figures given as incoming would be judged, beside how their cells are judged now.
-- grain:   unit_id, indicator_id, period
-- params:  today date, scope varchar[]
-- returns: unit_id varchar, indicator_id varchar, period varchar, before varchar, after varchar,
--   value_before double, value_after double, previous_value double, operator varchar,
--   kind varchar, goal double, upper_goal double, final_value double, target_id varchar,
--   due_on date
with proposed as (
    select
        n.unit_id,
        n.indicator_id,
        n.period,
        c.due_on,
        c.is_provisional,
        case when c.is_provisional then null else c.status end as colour_before,
        case when c.is_provisional then null else c.reported end as reported_before,
        case when c.is_provisional then null else c.value end as value_before,
        case when n.denominator is not null and i.formula = 'ratio'
                then ratio_value(n.numerator, n.denominator, i.scale)
            else n.value
        end as value_after,
        coalesce(n.denominator = 0, false) as is_not_applicable,
        b.value as previous_value,
        c.target_id,
        c.operator,
        c.kind,
        c.goal,
        c.upper_goal,
        c.final_value,
        c.amber_low,
        c.amber_high,
    from incoming as n
    inner join cell as c
        on n.unit_id = c.unit_id and n.indicator_id = c.indicator_id and n.period = c.period
    inner join indicator as i
        on n.indicator_id = i.indicator_id
        and i.catalogue_version = (select max(catalogue_version) from catalogue)
    left join period as p on n.period = p.period
    left join cell as b
        on
        p.previous_period = b.period
        and n.unit_id = b.unit_id
        and n.indicator_id = b.indicator_id
        and not b.is_provisional
    where n.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
)

select
    unit_id,
    indicator_id,
    period,
    shown_status(colour_before, reported_before, due_on, $today::date) as before,
    case
        when is_not_applicable then 'not_applicable'
        else coalesce(
                judge(value_after, operator, goal, upper_goal, final_value, amber_low, amber_high),
                'pending'
            )
    end as after,
    value_before,
    value_after,
    previous_value,
    operator,
    kind,
    goal,
    upper_goal,
    final_value,
    target_id,
    due_on,
from proposed
order by unit_id, indicator_id, period

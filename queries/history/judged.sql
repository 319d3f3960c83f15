-- The colour that each figure of incoming would have in its cell, by the target in force there.
-- grain:   unit_id, indicator_id, period, numerator, denominator, value
-- params:  scope varchar[]
-- returns: unit_id varchar, indicator_id varchar, period varchar, numerator double,
--   denominator double, value double, status varchar
with proposed as (
    select
        n.unit_id,
        n.indicator_id,
        n.period,
        n.numerator::double as numerator,
        n.denominator::double as denominator,
        n.value::double as value,
        case when i.formula = 'ratio' and n.denominator is not null
                then ratio_value(n.numerator, n.denominator, i.scale)
            else n.value
        end as figure,
        c.operator,
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
    where
        not c.is_rolled_up
        and n.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
)

select
    unit_id,
    indicator_id,
    period,
    numerator,
    denominator,
    value,
    judge(figure, operator, goal, upper_goal, final_value, amber_low, amber_high) as status,
from proposed
order by unit_id, indicator_id, period

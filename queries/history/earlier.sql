-- What units told of the indicators of incoming in the periods before its own (số liệu các kỳ
-- trước), oldest first: the newest $most of them, and as many more as incoming has periods.
-- grain:   unit_id, indicator_id, period
-- params:  most integer, scope varchar[]
-- returns: unit_id varchar, indicator_id varchar, period varchar, numerator double,
--   denominator double, value double, status varchar
with asked as (
    select
        n.unit_id,
        n.indicator_id,
        p.frequency,
        max(p.starts_on) as before_on,
        count(*) as count_periods,
    from incoming as n
    inner join period as p on n.period = p.period
    where n.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
    group by n.unit_id, n.indicator_id, p.frequency
),

told as (
    select
        c.unit_id,
        c.indicator_id,
        c.period,
        c.numerator,
        c.denominator,
        c.value,
        c.status,
        p.starts_on,
    from cell as c
    inner join asked as a on c.unit_id = a.unit_id and c.indicator_id = a.indicator_id
    inner join period as p
        on c.period = p.period and a.frequency = p.frequency and a.before_on > p.starts_on
    where
        not c.is_rolled_up
        and c.reported in ('approved', 'submitted', 'not_applicable')
    qualify
        row_number() over (partition by c.unit_id, c.indicator_id order by p.starts_on desc)
        <= $most + a.count_periods
)

select unit_id, indicator_id, period, numerator, denominator, value, status
from told
order by unit_id, indicator_id, starts_on

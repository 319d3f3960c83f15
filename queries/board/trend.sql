-- How many cells had each status, month by month (xu hướng xanh hóa). Months and periods are
-- two lists of equal length: each pair says that a period's cells belong to that month's board.
-- grain:   month
-- params:  months varchar[], periods varchar[], units varchar[], plan_id varchar, today date,
--   count_submitted boolean
-- returns: month varchar, green hugeint, amber hugeint, red hugeint, missing hugeint,
--   pending hugeint, not_applicable hugeint, provisional hugeint
with belongs as (
    select unnest($months::varchar[]) as month, unnest($periods::varchar[]) as period
),

counted as (
    select
        b.month,
        t.*,
        case when $count_submitted then 1 else 0 end as asked,
        case when $count_submitted then 0 else t.count_provisional end as waiting,
    from trend as t
    inner join belongs as b on t.period = b.period
    where
        ($units::varchar[] is null or t.unit_id in (select unnest($units::varchar[])))
        and ($plan_id::varchar is null or t.plan_id = $plan_id)
),

totals as (
    select
        month,
        sum(count_green + asked * count_provisional_green) as green,
        sum(count_amber + asked * count_provisional_amber) as amber,
        sum(count_red + asked * count_provisional_red) as red,
        coalesce(sum(count_empty + waiting) filter (where due_on < $today::date), 0) as missing,
        coalesce(
            sum(count_empty + waiting) filter (where due_on is null or due_on >= $today::date), 0
        )
        + sum(count_without_target + asked * count_provisional_without_target) as pending,
        sum(count_not_applicable + asked * count_provisional_not_applicable) as not_applicable,
        sum(count_provisional) as provisional,
    from counted
    group by month
)

select *
from totals
order by month

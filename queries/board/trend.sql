-- How many cells had each status, month by month (xu hướng xanh hóa). Months and periods are
-- two lists of equal length: each pair says that a period's cells belong to that month's board.
-- Figures that wait for approval count as none: board/trend_known can count them.
-- grain:   month
-- params:  months varchar[], periods varchar[], units varchar[], plan_id varchar, today date,
--   scope varchar[]
-- returns: month varchar, green bigint, amber bigint, red bigint, missing bigint, pending bigint,
--   not_applicable bigint, provisional bigint
with belongs as (
    select unnest($months::varchar[]) as month, unnest($periods::varchar[]) as period
),

totals as (
    select
        b.month,
        sum(t.count_green)::bigint as green,
        sum(t.count_amber)::bigint as amber,
        sum(t.count_red)::bigint as red,
        sum(if(t.due_on < $today::date, t.count_empty, 0))::bigint as missing,
        sum(
            t.count_without_target + if(t.due_on < $today::date, 0, t.count_empty)
        )::bigint as pending,
        sum(t.count_not_applicable)::bigint as not_applicable,
        sum(t.count_provisional)::bigint as provisional,
    from trend as t
    inner join belongs as b on t.period = b.period
    where
        ($units::varchar[] is null or list_contains($units::varchar[], t.unit_id))
        and ($plan_id::varchar is null or t.plan_id = $plan_id)
        and t.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
    group by b.month
)

select *
from totals
order by month

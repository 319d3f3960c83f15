-- The same tallies as known at a moment, or with figures still waiting for approval: counted from
-- the figures themselves, since a waiting correction changes a cell that has been approved.
-- Two queries: the other reads tallies kept by unit, period and due date, which are of now alone.
-- grain:   month
-- params:  known_at timestamptz, months varchar[], periods varchar[], units varchar[],
--   plan_id varchar, today date, count_submitted boolean, scope varchar[]
-- returns: month varchar, green bigint, amber bigint, red bigint, missing bigint, pending bigint,
--   not_applicable bigint, provisional bigint
with belongs as (
    select unnest($months::varchar[]) as month, unnest($periods::varchar[]) as period
),

known as (
    select
        period,
        is_provisional,
        counted_status(status, reported, due_on, $today::date, is_provisional, $count_submitted)
            as counted,
    from cells($known_at::timestamptz, $periods::varchar[], $units::varchar[], $count_submitted)
    where
        not is_rolled_up
        and ($plan_id::varchar is null or plan_id = $plan_id)
        and unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
),

totals as (
    select
        b.month,
        count(*) filter (where k.counted = 'green') as green,
        count(*) filter (where k.counted = 'amber') as amber,
        count(*) filter (where k.counted = 'red') as red,
        count(*) filter (where k.counted = 'missing') as missing,
        count(*) filter (where k.counted = 'pending') as pending,
        count(*) filter (where k.counted = 'not_applicable') as not_applicable,
        count(*) filter (where k.is_provisional) as provisional,
    from known as k
    inner join belongs as b on k.period = b.period
    group by b.month
)

select *
from totals
order by month

-- Counts the cells of some periods by unit, plan and due day; roll-ups are left out, so that a
-- cell counts once. A figure that waits for approval counts as none: it is among the empty ones.
-- params:  periods varchar[], units varchar[]
insert into trend
select
    period,
    unit_id,
    plan_id,
    due_on,
    count(*) filter (where status = 'green' and not is_provisional) as count_green,
    count(*) filter (where status = 'amber' and not is_provisional) as count_amber,
    count(*) filter (where status = 'red' and not is_provisional) as count_red,
    count(*) filter (
        where is_provisional or (status is null and coalesce(reported, 'returned') = 'returned')
    ) as count_empty,
    count(*) filter (where status is null and reported = 'approved') as count_without_target,
    count(*) filter (where reported = 'not_applicable' and not is_provisional)
        as count_not_applicable,
    count(*) filter (where is_provisional) as count_provisional,
from cell
where
    not is_rolled_up
    and period in (select unnest($periods::varchar[]))
    and ($units::varchar[] is null or list_contains($units::varchar[], unit_id))
group by period, unit_id, plan_id, due_on
order by period, unit_id

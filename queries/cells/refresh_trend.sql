-- Counts the cells of some periods by unit, plan and due day; roll-ups are left out, so that a
-- cell counts once.
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
        where status is null and coalesce(reported, 'returned') = 'returned'
    ) as count_empty,
    count(*) filter (where status is null and reported = 'approved') as count_without_target,
    count(*) filter (where reported = 'not_applicable' and not is_provisional)
        as count_not_applicable,
    count(*) filter (where is_provisional) as count_provisional,
    count(*) filter (where is_provisional and status = 'green') as count_provisional_green,
    count(*) filter (where is_provisional and status = 'amber') as count_provisional_amber,
    count(*) filter (where is_provisional and status = 'red') as count_provisional_red,
    count(*) filter (where is_provisional and status is null and reported = 'submitted')
        as count_provisional_without_target,
    count(*) filter (where is_provisional and reported = 'not_applicable')
        as count_provisional_not_applicable,
from cell
where
    not is_rolled_up
    and period in (select unnest($periods::varchar[]))
    and ($units::varchar[] is null or list_contains($units::varchar[], unit_id))
group by period, unit_id, plan_id, due_on
order by period, unit_id

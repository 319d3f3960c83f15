-- The cells of some units and periods as they count, for comparing before and after a decision.
-- grain:   unit_id, indicator_id, period
-- params:  units varchar[], periods varchar[], today date, scope varchar[]
-- returns: unit_id varchar, indicator_id varchar, period varchar, is_rolled_up boolean,
--   status varchar, counted varchar, value double
select
    unit_id,
    indicator_id,
    period,
    is_rolled_up,
    shown_status(
        case when is_provisional then null else status end,
        case when is_provisional then null else reported end,
        due_on,
        $today::date
    ) as status,
    counted_status(status, reported, due_on, $today::date, is_provisional, false) as counted,
    case when is_provisional then null else value end as value,
from cell
where
    list_contains($units::varchar[], unit_id)
    and list_contains($periods::varchar[], period)
    and unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)

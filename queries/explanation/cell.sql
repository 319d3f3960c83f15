-- One cell of the board by unit, indicator and period, as it stands on a day; no row where there
-- is none.
-- grain:   period, unit_id, indicator_id
-- params:  unit_id varchar, indicator_id varchar, period varchar, today date, scope varchar[]
-- returns: status varchar, is_rolled_up boolean
select
    shown_status(status, reported, due_on, $today::date) as status,
    is_rolled_up,
from cell
where
    unit_id = $unit_id
    and indicator_id = $indicator_id
    and period = $period
    and unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)

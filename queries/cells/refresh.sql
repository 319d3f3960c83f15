-- Lays the cells of some periods, of some units or (null) of all, as known now.
-- params:  known_at timestamptz, periods varchar[], units varchar[]
insert into cell
select *
from cells($known_at::timestamptz, $periods::varchar[], $units::varchar[], false)
order by period, unit_id, indicator_id

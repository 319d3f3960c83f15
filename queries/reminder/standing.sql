-- How far each reminder has come: the newest row of a duty, unit, period, kind and recipient.
-- grain:   duty_id, unit_id, period, kind, recipient
-- params:  scope varchar[]
-- returns: duty_id varchar, unit_id varchar, period varchar, kind varchar, recipient varchar,
--   state varchar, count_tries integer, tried_at timestamptz, detail varchar
select
    duty_id,
    unit_id,
    period,
    kind,
    recipient,
    state,
    count_tries,
    tried_at,
    detail,
from reminder
where unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
qualify
    row_number() over (
        partition by duty_id, unit_id, period, kind, recipient
        order by count_tries desc, state = 'sending' asc
    ) = 1
order by duty_id asc, unit_id asc, period asc, kind asc, recipient asc

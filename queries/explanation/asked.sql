-- What leaders and the office asked units about their cells (yêu cầu giải trình), newest first.
-- grain:   request_id
-- params:  periods varchar[], units varchar[], indicator_id varchar, scope varchar[]
-- returns: request_id bigint, unit_id varchar, indicator_id varchar, period varchar,
--   question varchar, asked_by varchar, asked_at timestamptz
select
    request_id,
    unit_id,
    indicator_id,
    period,
    question,
    asked_by,
    asked_at,
from explanation_request
where
    list_contains($periods::varchar[], period)
    and ($units::varchar[] is null or list_contains($units::varchar[], unit_id))
    and ($indicator_id::varchar is null or indicator_id = $indicator_id)
    and unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by request_id desc

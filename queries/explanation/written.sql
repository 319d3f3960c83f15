-- What units wrote about their cells (giải trình: nguyên nhân, giải pháp), newest first.
-- grain:   explanation_id
-- params:  periods varchar[], units varchar[], indicator_id varchar, scope varchar[]
-- returns: explanation_id bigint, unit_id varchar, indicator_id varchar, period varchar,
--   cause varchar, remedy varchar, remedy_due_on date, written_by varchar, written_at timestamptz
select
    explanation_id,
    unit_id,
    indicator_id,
    period,
    cause,
    remedy,
    remedy_due_on,
    written_by,
    written_at,
from explanation
where
    list_contains($periods::varchar[], period)
    and ($units::varchar[] is null or list_contains($units::varchar[], unit_id))
    and ($indicator_id::varchar is null or indicator_id = $indicator_id)
    and unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by explanation_id desc

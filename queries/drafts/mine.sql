-- The unfinished work (bản nháp) of one account, newest first; a draft without payload is gone.
-- What a reviewer has begun to write (review/unsent) is none of it.
-- grain:   draft_id
-- params:  account varchar, since timestamptz
-- returns: draft_id varchar, unit_id varchar, period varchar, payload varchar,
--   saved_at timestamptz
with numbered as (
    select
        draft_id,
        unit_id,
        period,
        payload,
        saved_at,
        row_number() over (partition by draft_id order by saved_at desc, rowid desc) as place,
    from draft
    where account = $account and not starts_with(draft_id, 'return/')
)

select
    draft_id,
    unit_id,
    period,
    payload,
    saved_at,
from numbered
where place = 1 and payload is not null and saved_at >= $since
order by saved_at desc, draft_id asc

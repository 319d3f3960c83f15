-- What one reviewer wrote on sending a submission back and has not sent yet; no payload: nothing.
-- grain:   one row
-- params:  draft_id varchar, account varchar
-- returns: payload varchar
select payload
from draft
where draft_id = $draft_id and account = $account
order by saved_at desc, rowid desc
limit 1

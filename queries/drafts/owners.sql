-- Whose a draft is: one account, none for a number that was never saved.
-- grain:   account
-- params:  draft_id varchar
-- returns: account varchar
select distinct account
from draft
where draft_id = $draft_id

-- Whether a name is some person's account, or figures or the trail know it as someone who acted:
-- a newcomer under it would pass for that one.
-- grain:   one row
-- params:  account varchar
-- returns: is_taken boolean
with known as (
    select account as name
    from person
    union all
    select submitted_by as name
    from submission
    union all
    select decided_by as name
    from review
    union all
    select actor as name
    from audit
)

select count(*) > 0 as is_taken
from known
where name = $account

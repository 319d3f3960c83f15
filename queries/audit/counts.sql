-- What the store held when its audit trail began.
-- grain:   one row
-- returns: count_submission bigint, count_review bigint, count_actual bigint,
--   count_edition bigint
select
    (select count(*) from submission) as count_submission,
    (select count(*) from review) as count_review,
    (select count(*) from actual) as count_actual,
    (select count(*) from catalogue) as count_edition

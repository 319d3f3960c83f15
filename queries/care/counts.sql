-- Rows of the tables that must agree with each other.
-- grain:   one row
-- returns: count_submission bigint, count_review bigint, count_actual bigint, count_cell bigint,
--   count_stray_actual bigint
select
    (select count(*) from submission) as count_submission,
    (select count(*) from review) as count_review,
    (select count(*) from actual) as count_actual,
    (select count(*) from cell) as count_cell,
    (
        select count(*)
        from actual as a
        anti join submission as s on a.submission_id = s.submission_id
    ) as count_stray_actual

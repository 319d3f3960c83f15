-- The highest numbers given so far; the writer gives the next ones.
-- grain:   one row
-- returns: submission_id bigint, review_id bigint, version bigint
select
    coalesce((select max(submission_id) from submission), 0) as submission_id,
    coalesce((select max(review_id) from review), 0) as review_id,
    coalesce((select max(version) from actual), 0) as version

-- The newest decision on each submission that has one (quyết định): decisions are only ever added,
-- and the last of those made by a moment holds; null for all. One without a row still waits.
create or replace macro last_decisions(known_by) as table
select
    submission_id,
    max(review_id) as review_id,
    arg_max(decision, review_id) as decision,
    arg_max(decided_by, review_id) as decided_by,
    arg_max(decided_at, review_id) as decided_at,
    arg_max(reason, review_id) as reason,
from review
where known_by::timestamptz is null or decided_at <= known_by::timestamptz
group by submission_id;

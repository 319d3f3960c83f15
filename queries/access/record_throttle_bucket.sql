-- Adds a bucket in which nothing has failed, where there is none yet.
-- params:  bucket varchar, failed_at timestamptz
insert into sign_in_throttle
select
    $bucket,
    0 as count_failures,
    $failed_at,
    null as blocked_until
where $bucket not in (select t.bucket from sign_in_throttle as t)

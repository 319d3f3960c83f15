-- Adds a bucket in which nothing has failed, where there is none yet.
-- params:  bucket varchar, failed_at timestamptz
insert into sign_in_throttle
select $bucket, 0, $failed_at, null
where not exists (select b.bucket from sign_in_throttle as b where b.bucket = $bucket)

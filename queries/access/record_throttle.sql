-- Keeps how often signing in failed in a bucket.
-- params:  bucket varchar, count_failures integer, failed_at timestamptz,
--   blocked_until timestamptz
update sign_in_throttle
set count_failures = $count_failures, failed_at = $failed_at, blocked_until = $blocked_until
where bucket = $bucket

-- How often signing in failed in a bucket, and until when it is blocked.
-- grain:   bucket
-- params:  bucket varchar
-- returns: count_failures integer, failed_at timestamptz, blocked_until timestamptz
select count_failures, failed_at, blocked_until
from sign_in_throttle
where bucket = $bucket

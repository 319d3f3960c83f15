-- Whether a person comes by the office's identity provider: then there is no password here.
-- grain:   one row
-- params:  account varchar
-- returns: is_external boolean
select count(*) > 0 as is_external
from external_identity
where account = $account

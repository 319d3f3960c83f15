-- What people are called, of accounts that stand beside figures the asker sees.
-- grain:   account
-- params:  accounts varchar[]
-- returns: account varchar, name varchar
select account, name
from person
where list_contains($accounts::varchar[], account)
order by account

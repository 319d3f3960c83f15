-- Sets the hash of a person's password; null means that no password lets them in.
-- params:  account varchar, password_hash varchar, must_change_password boolean
update person
set password_hash = $password_hash, must_change_password = $must_change_password
where account = $account

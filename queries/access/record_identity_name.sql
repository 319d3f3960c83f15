-- Sets name and e-mail of a person as the provider has them.
-- params:  account varchar, name varchar, email varchar
update person
set name = $name, email = $email
where account = $account

-- Gives a person another name or e-mail address.
-- params:  account varchar, name varchar, email varchar
update person
set name = $name, email = $email
where account = $account

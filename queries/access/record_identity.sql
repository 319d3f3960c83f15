-- Adds what an outsider is known by (định danh ngoài) to an account.
-- params:  issuer varchar, subject varchar, account varchar, linked_at timestamptz
insert into external_identity
select $issuer, $subject, $account, $linked_at

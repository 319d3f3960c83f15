-- Disables a person (tạm dừng) from a moment on; null enables them again.
-- params:  account varchar, disabled_at timestamptz
update person
set disabled_at = $disabled_at
where account = $account

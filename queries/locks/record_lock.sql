-- Records that a period was closed, or opened again, for a unit and everything below it.
-- params:  unit_id varchar, period varchar, is_locked boolean, decided_by varchar,
--   decided_at timestamptz, reason varchar
insert into period_lock
select
    coalesce((select max(lock_id) from period_lock), 0) + 1 as lock_id,
    $unit_id,
    $period,
    $is_locked,
    $decided_by,
    $decided_at,
    $reason

-- Records what a unit wrote about one of its cells.
-- params:  unit_id varchar, indicator_id varchar, period varchar, cause varchar, remedy varchar,
--   remedy_due_on date, written_by varchar, written_at timestamptz
insert into explanation
select
    coalesce((select max(explanation_id) from explanation), 0) + 1 as explanation_id,
    $unit_id,
    $indicator_id,
    $period,
    $cause,
    $remedy,
    $remedy_due_on::date,
    $written_by,
    $written_at

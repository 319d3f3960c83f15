-- Records how far a reminder has come: sending, then sent or failed. Rows are only ever added.
-- params:  duty_id varchar, unit_id varchar, period varchar, kind varchar, recipient varchar,
--   state varchar, count_tries integer, tried_at timestamptz, detail varchar
insert into reminder
select
    $duty_id,
    $unit_id,
    $period,
    $kind,
    $recipient,
    $state,
    $count_tries,
    $tried_at,
    $detail

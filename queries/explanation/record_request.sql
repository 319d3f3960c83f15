-- Records that a unit was asked to explain one of its cells.
-- params:  unit_id varchar, indicator_id varchar, period varchar, question varchar,
--   asked_by varchar, asked_at timestamptz
insert into explanation_request
select
    coalesce((select max(request_id) from explanation_request), 0) + 1 as request_id,
    $unit_id,
    $indicator_id,
    $period,
    $question,
    $asked_by,
    $asked_at

-- Records what was unusual about a figure when it was sent, with the sender's word on it.
-- params:  submission_id bigint, code varchar, indicator_id varchar, sheet_name varchar,
--   cell_address varchar, message varchar, explanation varchar
insert into submission_warning
select
    $submission_id,
    $code,
    $indicator_id,
    $sheet_name,
    $cell_address,
    $message,
    $explanation

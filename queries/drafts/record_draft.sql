-- Records where unfinished work stands; no payload: it is finished or thrown away.
-- params:  draft_id varchar, account varchar, unit_id varchar, period varchar, payload varchar,
--   saved_at timestamptz
insert into draft
select $draft_id, $account, $unit_id, $period, $payload, $saved_at

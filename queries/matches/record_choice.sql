-- Records what a text means in the workbooks of one unit; an empty code takes it back.
-- params:  unit_id varchar, folded_text varchar, indicator_id varchar, chosen_by varchar,
--   chosen_at timestamptz
insert into match_choice
select $unit_id, $folded_text, $indicator_id, $chosen_by, $chosen_at

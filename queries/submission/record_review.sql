-- Records a decision of the office on a submission.
-- params:  review_id bigint, submission_id bigint, decision varchar, decided_by varchar,
--   decided_at timestamptz, reason varchar
insert into review
select $review_id, $submission_id, $decision, $decided_by, $decided_at, $reason

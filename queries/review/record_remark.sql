-- Records why one figure of a submission was sent back.
-- params:  review_id bigint, submission_id bigint, indicator_id varchar, reason varchar
insert into review_remark
select $review_id, $submission_id, $indicator_id, $reason

-- Records what was unusual about figures when they were sent, with the sender's word on it, as
-- incoming says.
insert into submission_warning by name
select * from incoming

-- Records what incoming says was sent (lần nộp): one unit's figures for one period each.
insert into submission by name
select * from incoming

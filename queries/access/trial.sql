-- What tells whether a store is only tried out: real and invented figures and people, and whether
-- it was started empty.
-- grain:   one row
-- returns: count_sample bigint, count_real bigint, count_people bigint, count_empty bigint
select
    (select count(*) from submission where is_sample) as count_sample,
    (select count(*) from submission where not is_sample) as count_real,
    (select count(*) from person where not is_sample) as count_people,
    (select count(*) from data_version where why = 'started empty') as count_empty

-- What tells whether a store is only tried out: real and invented figures and people, and whether
-- it was started empty.
-- grain:   one row
-- returns: count_sample bigint, count_real bigint, count_people bigint, count_empty bigint
with
figures as (
    select
        count(*) filter (where is_sample) as count_sample,
        count(*) filter (where not is_sample) as count_real
    from submission
),

people as (
    select count(*) as count_people
    from person
    where not is_sample
),

starts as (
    select count(*) as count_empty
    from data_version
    where why = 'started empty'
)

select
    f.count_sample,
    f.count_real,
    p.count_people,
    s.count_empty
from figures as f
cross join people as p
cross join starts as s

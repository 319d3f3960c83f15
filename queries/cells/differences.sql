-- Cells that are not what a rebuild of some periods would lay (0 on a sound store).
-- grain:   one row
-- params:  known_at timestamptz, periods varchar[]
-- returns: count_differences bigint
with kept as (
    select *
    from cell
    where period in (select unnest($periods::varchar[]))
),

rebuilt as (
    select *
    from cells($known_at::timestamptz, $periods::varchar[], null, false)
),

differing as (
    (
        select * from kept
        except all
        select * from rebuilt
    )
    union all
    (
        select * from rebuilt
        except all
        select * from kept
    )
)

select count(*) as count_differences
from differing

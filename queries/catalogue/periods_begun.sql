-- Periods that have begun by a day and that some indicator in force is measured in.
-- grain:   period
-- params:  on_day date
-- returns: period varchar
with newest as (
    select max(catalogue_version) as catalogue_version
    from catalogue
),

used as (
    select i.frequency, min(a.valid_from) as first_day
    from newest as n
    inner join indicator as i on n.catalogue_version = i.catalogue_version
    inner join assignment as a
        on i.catalogue_version = a.catalogue_version and i.indicator_id = a.indicator_id
    group by i.frequency
),

begun as (
    select p.period
    from period as p
    inner join used as u on p.frequency = u.frequency and p.ends_on >= u.first_day
    where p.starts_on <= $on_day
    order by p.starts_on, p.period
)

select period
from begun

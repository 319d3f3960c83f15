-- How far the calendar reaches, and the edition whose due days it holds.
-- grain:   one row
-- returns: last_day date, dated_version integer
select
    (
        select max(ends_on) from period
        where frequency = 'year'
    ) as last_day,
    (select max(catalogue_version) from due_date) as dated_version

-- Removes the derived counts of some periods, of some units or (null) of all, to lay them anew.
-- params:  periods varchar[], units varchar[]
delete from trend
where
    period in (select unnest($periods::varchar[]))
    and ($units::varchar[] is null or list_contains($units::varchar[], unit_id))

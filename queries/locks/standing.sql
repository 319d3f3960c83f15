-- Whether units' periods are closed: the newest decision of the unit itself or one above it, and
-- the last due day of what the unit reports, after which the calendar closes it.
-- grain:   unit_id, period
-- params:  units varchar[], periods varchar[], scope varchar[]
-- returns: unit_id varchar, period varchar, is_locked boolean, lock_unit_id varchar,
--   decided_by varchar, decided_by_name varchar, decided_at timestamptz, reason varchar,
--   due_on date
with seen as (
    select distinct unit_id
    from in_scope($scope::varchar[])
    where $units::varchar[] is null or list_contains($units::varchar[], unit_id)
),

wanted as (
    select unnest($periods::varchar[]) as period
),

asked as (
    select s.unit_id, w.period
    from seen as s
    cross join wanted as w
),

decided as (
    select
        a.unit_id,
        a.period,
        l.is_locked,
        l.unit_id as lock_unit_id,
        l.decided_by,
        l.decided_at,
        l.reason,
    from asked as a
    inner join unit_below as b on a.unit_id = b.unit_id
    inner join period_lock as l on b.root_id = l.unit_id and a.period = l.period
    qualify row_number() over (partition by a.unit_id, a.period order by l.lock_id desc) = 1
),

due as (
    select x.unit_id, d.period, max(d.due_on) as due_on
    from assignment as x
    inner join due_date as d
        on x.catalogue_version = d.catalogue_version and x.duty_id = d.duty_id
    where
        x.catalogue_version = (select max(catalogue_version) from catalogue)
        and list_contains($periods::varchar[], d.period)
    group by x.unit_id, d.period
)

select
    a.unit_id,
    a.period,
    coalesce(l.is_locked, false) as is_locked,
    l.lock_unit_id,
    l.decided_by,
    w.name as decided_by_name,
    l.decided_at,
    l.reason,
    d.due_on,
from asked as a
left join decided as l on a.unit_id = l.unit_id and a.period = l.period
left join person as w on l.decided_by = w.account
left join due as d on a.unit_id = d.unit_id and a.period = d.period
order by a.unit_id, a.period

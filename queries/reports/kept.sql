-- Reports as they left, newest first, with how many there are in all; of one report asked for by
-- its number, the snapshot too. Only those that hold nothing of a unit outside the scope: a unit
-- may have moved to another branch since. One that is in no tree any more was theirs.
-- grain:   report_id
-- params:  report_id bigint, unit_id varchar, period varchar, format varchar, made_by varchar,
--   has_number boolean, scope varchar[], count_rows bigint, count_skipped bigint
-- returns: report_id bigint, format varchar, unit_id varchar, period varchar, plan_id varchar,
--   group_id varchar, as_of timestamptz, is_provisional boolean, ordering varchar,
--   options varchar, base_sha256 varchar, title varchar, data_version bigint,
--   known_at timestamptz, snapshot_sha256 varchar, file_name varchar, file_sha256 varchar,
--   count_bytes bigint, made_by varchar, made_at timestamptz, symbol varchar, year integer,
--   number integer, withdrawn_by varchar, withdrawn_at timestamptz, reason varchar,
--   kept blob, count_all bigint
with
branch as (
    select unit_id
    from in_scope($scope::varchar[])
),

hidden as (
    select u.report_id
    from report_unit as u
    where
        u.unit_id not in (select b.unit_id from branch as b)
        and u.unit_id in (select w.unit_id from unit_below as w)
),

numbered as (
    select report_id
    from report_number
    where report_id is not null
),

wanted as (
    select *
    from report
    where
        unit_id in (select b.unit_id from branch as b)
        and report_id not in (select h.report_id from hidden as h)
        and ($report_id::bigint is null or report_id = $report_id)
        and ($unit_id::varchar is null or unit_id = $unit_id)
        and ($period::varchar is null or period = $period)
        and ($format::varchar is null or format = $format)
        and ($made_by::varchar is null or made_by = $made_by)
        and (
            not $has_number::boolean
            or report_id in (select n.report_id from numbered as n)
        )
)

select
    r.*,
    n.symbol,
    n.year,
    n.number,
    w.withdrawn_by,
    w.withdrawn_at,
    w.reason,
    s.kept,
    (select count(*) from wanted) as count_all,
from wanted as r
left join report_number as n on r.report_id = n.report_id
left join report_withdrawal as w on r.report_id = w.report_id
left join report_snapshot as s on r.snapshot_sha256 = s.sha256 and $report_id::bigint is not null
order by r.report_id desc
limit $count_rows offset $count_skipped

-- What waits for a decision (hàng chờ duyệt), with how its figures would be judged and how long
-- its unit and period have been waited for: returned work keeps its place.
-- grain:   submission_id
-- params:  scope varchar[]
-- returns: submission_id bigint, file_name varchar, unit_id varchar, period varchar,
--   submitted_by varchar, submitted_at timestamptz, first_sent_at timestamptz,
--   count_figures bigint, count_red bigint, count_amber bigint, count_green bigint,
--   count_turns bigint, count_warnings bigint, count_unexplained bigint
with waiting as (
    select s.*
    from submission as s
    anti join review as r on s.submission_id = r.submission_id
    where s.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
),

approved as (
    select s.unit_id, s.period, max(s.submission_id) as submission_id
    from submission as s
    inner join review as r on s.submission_id = r.submission_id and r.decision = 'approved'
    group by s.unit_id, s.period
),

waited as (
    select w.submission_id, min(s.submitted_at) as first_sent_at
    from waiting as w
    inner join submission as s on w.unit_id = s.unit_id and w.period = s.period
    left join approved as a on w.unit_id = a.unit_id and w.period = a.period
    where a.submission_id is null or s.submission_id > a.submission_id
    group by w.submission_id
),

judged as (
    select
        w.submission_id,
        case when c.is_provisional then null else c.status end as before,
        judge(
            case when a.denominator is not null and i.formula = 'ratio'
                    then ratio_value(a.numerator, a.denominator, i.scale)
                else a.value
            end,
            c.operator, c.goal, c.upper_goal, c.final_value, c.amber_low, c.amber_high
        ) as after,
    from waiting as w
    inner join actual as a on w.submission_id = a.submission_id
    left join cell as c
        on a.unit_id = c.unit_id and a.indicator_id = c.indicator_id and a.period = c.period
    left join indicator as i
        on a.indicator_id = i.indicator_id
        and i.catalogue_version = (select max(catalogue_version) from catalogue)
),

counted as (
    select
        submission_id,
        count(*) as count_figures,
        count(*) filter (where after = 'red') as count_red,
        count(*) filter (where after = 'amber') as count_amber,
        count(*) filter (where after = 'green') as count_green,
        count(*) filter (where after is distinct from before) as count_turns,
    from judged
    group by submission_id
),

warned as (
    select
        submission_id,
        count(*) as count_warnings,
        count(*) filter (where explanation = '') as count_unexplained,
    from submission_warning
    group by submission_id
)

select
    w.submission_id,
    w.file_name,
    w.unit_id,
    w.period,
    w.submitted_by,
    w.submitted_at,
    f.first_sent_at,
    coalesce(n.count_figures, 0) as count_figures,
    coalesce(n.count_red, 0) as count_red,
    coalesce(n.count_amber, 0) as count_amber,
    coalesce(n.count_green, 0) as count_green,
    coalesce(n.count_turns, 0) as count_turns,
    coalesce(u.count_warnings, 0) as count_warnings,
    coalesce(u.count_unexplained, 0) as count_unexplained,
from waiting as w
inner join waited as f on w.submission_id = f.submission_id
left join counted as n on w.submission_id = n.submission_id
left join warned as u on w.submission_id = u.submission_id
order by f.first_sent_at asc, count_red desc, w.submission_id asc

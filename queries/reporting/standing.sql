-- Who has reported (tình hình báo cáo): each duty, period and unit that owes figures for it, with
-- how many of them were sent and where they stand. A figure speaks as on the board: approved,
-- else waiting, else sent back.
-- grain:   duty_id, period, unit_id
-- params:  periods varchar[], due_from date, due_to date, rhythms varchar[], scope varchar[]
-- returns: duty_id varchar, period varchar, unit_id varchar, due_on date, plans varchar[],
--   count_expected bigint, count_sent bigint, count_approved bigint, count_waiting bigint,
--   count_returned bigint, unsent varchar[], returned varchar[], complete_at timestamptz,
--   last_sent_at timestamptz, last_sent_by varchar, is_sent_again boolean
with wanted as (
    select
        p.period,
        p.starts_on,
        p.ends_on,
        d.duty_id,
        d.due_on,
        d.catalogue_version,
    from due_date as d
    inner join period as p on d.period = p.period
    where
        d.catalogue_version = (select max(catalogue_version) from catalogue)
        and (
            list_contains($periods::varchar[], p.period)
            or (
                list_contains($rhythms::varchar[], p.frequency)
                and d.due_on between $due_from::date and $due_to::date
            )
        )
),

expected as (
    select
        w.duty_id,
        w.period,
        w.due_on,
        x.unit_id,
        x.indicator_id,
        i.plan_id,
        i.position,
    from wanted as w
    inner join assignment as x
        on w.catalogue_version = x.catalogue_version
        and w.duty_id = x.duty_id
        and w.ends_on >= x.valid_from
        and (x.valid_to is null or w.starts_on <= x.valid_to)
    inner join indicator as i
        on x.catalogue_version = i.catalogue_version and x.indicator_id = i.indicator_id
    where x.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
),

sent as (
    select
        a.period,
        a.unit_id,
        a.indicator_id,
        min(s.submitted_at) as first_sent_at,
        max(s.submitted_at) as last_sent_at,
        arg_max(s.submitted_by, s.submission_id) as last_sent_by,
        bool_or(d.decision = 'approved') as is_approved,
        bool_or(d.decision is null) as is_waiting,
        coalesce(
            max(s.submitted_at) > min(d.decided_at) filter (where d.decision = 'returned'), false
        ) as is_sent_again,
    from actual as a
    inner join submission as s on a.submission_id = s.submission_id
    left join last_decisions(null) as d on s.submission_id = d.submission_id
    where a.period in (select distinct w.period from wanted as w)
    group by a.period, a.unit_id, a.indicator_id
),

figure as (
    select
        e.*,
        s.first_sent_at,
        s.last_sent_at,
        s.last_sent_by,
        coalesce(s.is_sent_again, false) as is_sent_again,
        case
            when s.unit_id is null then 'unsent'
            when s.is_approved then 'approved'
            when s.is_waiting then 'waiting'
            else 'returned'
        end as standing,
    from expected as e
    left join sent as s
        on e.period = s.period and e.unit_id = s.unit_id and e.indicator_id = s.indicator_id
)

select
    duty_id,
    period,
    unit_id,
    any_value(due_on) as due_on,
    list_sort(list_distinct(list(plan_id))) as plans,
    count(*) as count_expected,
    count(first_sent_at) as count_sent,
    count(*) filter (where standing = 'approved') as count_approved,
    count(*) filter (where standing = 'waiting') as count_waiting,
    count(*) filter (where standing = 'returned') as count_returned,
    coalesce(
        list(indicator_id order by position asc) filter (where standing = 'unsent'), []
    ) as unsent,
    coalesce(
        list(indicator_id order by position asc) filter (where standing = 'returned'), []
    ) as returned,
    case when count(first_sent_at) = count(*) then max(first_sent_at) end as complete_at,
    max(last_sent_at) as last_sent_at,
    arg_max(last_sent_by, last_sent_at) as last_sent_by,
    bool_or(is_sent_again) as is_sent_again,
from figure
group by duty_id, period, unit_id
order by duty_id asc, period asc, unit_id asc

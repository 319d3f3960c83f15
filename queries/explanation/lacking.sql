-- The cells that wait for their unit's word: red or amber ones about which nothing was written
-- since their figure was approved, and those that somebody asked about and nobody answered.
-- Asked ones first, the longest waiting of them on top; then the red, then the amber.
-- grain:   period, unit_id, indicator_id
-- params:  periods varchar[], today date, scope varchar[]
-- returns: period varchar, unit_id varchar, indicator_id varchar, status varchar, value double,
--   approved_at timestamptz, written_at timestamptz, question varchar, asked_by varchar,
--   asked_at timestamptz
with mine as (
    select
        c.period,
        c.unit_id,
        c.indicator_id,
        c.is_rolled_up or c.is_provisional as is_not_asked,
        c.submission_id,
        c.value,
        shown_status(c.status, c.reported, c.due_on, $today::date) as status,
    from cell as c
    where
        list_contains($periods::varchar[], c.period)
        and c.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
),

approved as (
    select submission_id, max(decided_at) as approved_at
    from review
    where decision = 'approved'
    group by submission_id
),

written as (
    select unit_id, indicator_id, period, max(written_at) as written_at
    from explanation
    where list_contains($periods::varchar[], period)
    group by unit_id, indicator_id, period
),

asked as (
    select unit_id, indicator_id, period, question, asked_by, asked_at
    from explanation_request
    where list_contains($periods::varchar[], period)
    qualify
        row_number() over (
            partition by unit_id, indicator_id, period order by request_id desc
        ) = 1
),

waiting as (
    select
        m.period,
        m.unit_id,
        m.indicator_id,
        m.status,
        m.value,
        p.approved_at,
        w.written_at,
        case when w.written_at is null or q.asked_at > w.written_at then q.question end as question,
        case when w.written_at is null or q.asked_at > w.written_at then q.asked_by end as asked_by,
        case when w.written_at is null or q.asked_at > w.written_at then q.asked_at end as asked_at,
        m.status in ('red', 'amber')
        and not m.is_not_asked
        and (w.written_at is null or w.written_at < p.approved_at) as is_unexplained,
    from mine as m
    left join approved as p on m.submission_id = p.submission_id
    left join written as w
        on m.unit_id = w.unit_id and m.indicator_id = w.indicator_id and m.period = w.period
    left join asked as q
        on m.unit_id = q.unit_id and m.indicator_id = q.indicator_id and m.period = q.period
)

select
    period,
    unit_id,
    indicator_id,
    status,
    value,
    approved_at,
    written_at,
    question,
    asked_by,
    asked_at,
from waiting
where is_unexplained or asked_at is not null
order by asked_at asc nulls last, status = 'red' desc, unit_id asc, indicator_id asc

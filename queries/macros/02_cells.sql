-- Every cell of some periods as known at a moment (ô số liệu): what units report, rolled up to
-- the units above them as far as the plan's issuer, each judged against the target in force.
-- Used to materialise table cell and, directly, for a board as it was known on another day.
create or replace macro cells(known_at, wanted_periods, wanted_units, count_submitted) as table
with edition as (
    select max(catalogue_version) as catalogue_version
    from catalogue
    where recorded_at <= known_at
),

wanted as (
    select period, frequency, starts_on, ends_on
    from period
    where list_contains(wanted_periods, period)
),

-- submissions with the newest decision on each; one that has none still waits
sent as (
    select
        s.submission_id,
        coalesce(arg_max(r.decision, r.review_id), 'submitted') as decision,
    from submission as s
    left join review as r on s.submission_id = r.submission_id and r.decided_at <= known_at
    where s.submitted_at <= known_at and list_contains(wanted_periods, s.period)
    group by s.submission_id
),

-- the figure that speaks for a cell: the newest approved one, else the newest submitted one,
-- else the newest returned one, which only says that there was something; ordered by one key, so
-- that DuckDB keeps the newest while it groups and sorts nothing
figure as (
    select
        a.indicator_id,
        a.unit_id,
        a.period,
        a.numerator,
        a.denominator,
        a.value,
        a.submission_id,
        a.sheet_name,
        a.cell_address,
        s.decision,
    from actual as a
    inner join sent as s on a.submission_id = s.submission_id
    where list_contains(wanted_periods, a.period)
    qualify row_number() over (
        partition by a.indicator_id, a.unit_id, a.period
        order by
            row(
                case
                    when s.decision = 'approved' then 2
                    when s.decision = 'returned' then 0
                    when count_submitted then 2
                    else 1
                end,
                a.version
            ) desc
    ) = 1
),

expected as (
    select
        w.period,
        x.unit_id,
        x.indicator_id,
        i.plan_id,
        i.issuer_id,
        i.roll_up,
        i.scale,
        i.formula,
        d.due_on,
        i.catalogue_version,
    from edition as e
    inner join indicator as i on e.catalogue_version = i.catalogue_version
    inner join wanted as w on i.frequency = w.frequency
    inner join assignment as x
        on i.catalogue_version = x.catalogue_version
        and i.indicator_id = x.indicator_id
        and w.ends_on >= x.valid_from
        and (x.valid_to is null or w.starts_on <= x.valid_to)
    left join due_date as d
        on x.catalogue_version = d.catalogue_version
        and x.duty_id = d.duty_id
        and w.period = d.period
),

leaf as (
    select
        x.*,
        f.numerator,
        f.denominator,
        f.submission_id,
        f.sheet_name,
        f.cell_address,
        f.decision,
        case when f.decision <> 'returned' then
            case when x.formula = 'ratio' and f.denominator is not null
                then ratio_value(f.numerator, f.denominator, x.scale)
                else f.value
            end
        end as value,
        coalesce(f.decision in ('approved', 'submitted'), false)
        and (f.decision = 'approved' or count_submitted) as is_counted,
        coalesce(f.denominator = 0, false) as is_not_applicable,
    from expected as x
    left join figure as f
        on x.period = f.period and x.unit_id = f.unit_id and x.indicator_id = f.indicator_id
),

-- totals and means of doubles are rounded to 9 decimals: three rooms at 98.1 are 98.1 together,
-- not 98.09999999999998, which would not reach 98.1; a ratio divides its sums once and needs none
rolled as (
    select
        l.period,
        up.ancestor_id as unit_id,
        l.indicator_id,
        any_value(l.plan_id) as plan_id,
        any_value(l.roll_up) as roll_up,
        any_value(l.scale) as scale,
        max(l.due_on) as due_on,
        count(*) as count_expected,
        count(*) filter (where l.is_counted) as count_reported,
        count(*) filter (where l.is_counted and l.value is not null) as count_valued,
        count(*) filter (
            where l.is_counted and l.value is not null and l.denominator is not null
        ) as count_with_counts,
        sum(l.numerator) filter (where l.is_counted) as numerator,
        sum(l.denominator) filter (where l.is_counted) as denominator,
        round(sum(l.value) filter (where l.is_counted), 9) as total,
        round(avg(l.value) filter (where l.is_counted), 9) as mean,
        min(l.value) filter (where l.is_counted) as lowest,
        round(
            sum(l.value * u.weight) filter (where l.is_counted)
            / nullif(sum(u.weight) filter (where l.is_counted and l.value is not null), 0),
            9
        ) as weighted,
    from leaf as l
    inner join unit_closure as up
        on l.catalogue_version = up.catalogue_version
        and l.unit_id = up.descendant_id
        and up.depth > 0
    inner join unit_closure as inside
        on up.catalogue_version = inside.catalogue_version
        and l.issuer_id = inside.ancestor_id
        and up.ancestor_id = inside.descendant_id
    inner join unit as u
        on l.catalogue_version = u.catalogue_version and l.unit_id = u.unit_id
    left join assignment as own
        on l.catalogue_version = own.catalogue_version
        and l.indicator_id = own.indicator_id
        and up.ancestor_id = own.unit_id
    where
        l.roll_up <> 'own'
        and own.unit_id is null
        and (wanted_units is null or list_contains(wanted_units, up.ancestor_id))
    group by l.period, up.ancestor_id, l.indicator_id
),

figures as (
    select
        period,
        unit_id,
        indicator_id,
        plan_id,
        due_on,
        false as is_rolled_up,
        coalesce(decision = 'submitted', false) as is_provisional,
        false as is_estimated,
        1 as count_expected,
        is_counted::bigint as count_reported,
        case
            when decision = 'returned' then 'returned'
            when is_not_applicable then 'not_applicable'
            else decision
        end as reported,
        case when decision <> 'returned' then numerator end as numerator,
        case when decision <> 'returned' then denominator end as denominator,
        value,
        submission_id,
        sheet_name,
        cell_address,
        true as has_general_target,
    from leaf
    where wanted_units is null or list_contains(wanted_units, unit_id)
    union all
    select
        period,
        unit_id,
        indicator_id,
        plan_id,
        due_on,
        true as is_rolled_up,
        false as is_provisional,
        roll_up = 'ratio' and count_with_counts < count_valued as is_estimated,
        count_expected,
        count_reported,
        case
            when count_reported = 0 then null
            when count_valued = 0 then 'not_applicable'
            else 'approved'
        end as reported,
        case when count_with_counts = count_valued then numerator end as numerator,
        case when count_with_counts = count_valued then denominator end as denominator,
        case roll_up
            when 'ratio' then
                case when count_with_counts = count_valued
                    then ratio_value(numerator, denominator, scale)
                    else mean
                end
            when 'sum' then total
            when 'weighted' then weighted
            when 'mean' then mean
            when 'min' then lowest
        end as value,
        null as submission_id,
        null as sheet_name,
        null as cell_address,
        roll_up <> 'sum' as has_general_target,
    from rolled
),

-- what the targets in force ask for in each period, worked out once for all cells they judge
due as (
    select
        w.period,
        t.* exclude (catalogue_version),
        goal_on(
            t.kind,
            t.value,
            t.due_on,
            t.baseline_on,
            t.baseline_value,
            t.milestones,
            w.ends_on
        ) as goal,
        band_of(t.kind, t.baseline_on, t.milestones, t.amber) as band,
    from edition as e
    inner join target as t on e.catalogue_version = t.catalogue_version
    inner join wanted as w
        on t.valid_from <= w.ends_on and (t.valid_to is null or t.valid_to >= w.ends_on)
),

aim as (
    select
        period,
        indicator_id,
        unit_id,
        {
            target_id: target_id,
            operator: operator,
            kind: kind,
            goal: goal,
            upper_goal: upper_value,
            final_value: value,
            due_on: due_on,
            amber_low: amber_low_of(operator, goal, band, amber_unit),
            amber_high: amber_high_of(operator, goal, upper_value, band, amber_unit)
        } as target,
    from due
),

-- a target set for one unit goes before the one for all; the writer refuses overlaps
aimed as (
    select
        f.*,
        coalesce(s.target, case when f.has_general_target then g.target end) as aim,
    from figures as f
    left join aim as s
        on f.period = s.period and f.indicator_id = s.indicator_id and f.unit_id = s.unit_id
    left join aim as g
        on f.period = g.period and f.indicator_id = g.indicator_id and g.unit_id is null
)

select
    period,
    unit_id,
    indicator_id,
    plan_id,
    is_rolled_up,
    is_provisional,
    is_estimated,
    count_expected,
    count_reported,
    reported,
    judge(
        value,
        aim.operator,
        aim.goal,
        aim.upper_goal,
        aim.final_value,
        aim.amber_low,
        aim.amber_high
    ) as status,
    due_on,
    numerator,
    denominator,
    value,
    aim.target_id,
    aim.operator,
    aim.kind,
    aim.goal,
    aim.upper_goal,
    aim.final_value,
    aim.due_on as target_due_on,
    aim.amber_low,
    aim.amber_high,
    submission_id,
    sheet_name,
    cell_address,
from aimed;

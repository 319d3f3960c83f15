-- The rules by which a figure gets its colour, written once (DESIGN.md, "Status").
-- A goal is the value due in a period; what is computed on the way to a threshold is rounded to 9
-- decimals, so that 98 - 4.9 is 93.1 and not 93.10000000000001: figures are never rounded.

create or replace macro ratio_value(numerator_count, denominator_count, scale_factor) as
    case when denominator_count <> 0 then (scale_factor * numerator_count) / denominator_count end;

create or replace macro holds(figure, sign, goal_value, upper_value) as
    case sign
        when '>=' then figure >= goal_value
        when '>' then figure > goal_value
        when '<=' then figure <= goal_value
        when '<' then figure < goal_value
        when '=' then figure = goal_value
        when 'between' then figure between goal_value and upper_value
    end;

-- No width is no band: a figure on its very edge is not amber ("trên 2 %" and 2 % in its year).
create or replace macro amber_width(goal_value, amber_size, amber_kind) as
    nullif(
        case amber_kind when 'points' then amber_size else abs(goal_value) * amber_size / 100.0 end,
        0
    );

create or replace macro amber_low_of(sign, goal_value, amber_size, amber_kind) as
    case when sign in ('>=', '>', '=', 'between')
        then round(goal_value - amber_width(goal_value, amber_size, amber_kind), 9)
    end;

create or replace macro amber_high_of(sign, goal_value, upper_value, amber_size, amber_kind) as
    case
        when sign in ('<=', '<', '=')
            then round(goal_value + amber_width(goal_value, amber_size, amber_kind), 9)
        when sign = 'between'
            then round(upper_value + amber_width(upper_value, amber_size, amber_kind), 9)
    end;

-- Before the date of a target with no path to it, nothing is due (goal is null): what reaches the
-- final value is green, what does not is amber.
create or replace macro judge(figure, sign, goal_value, upper_value, final_value, low, high) as
    case
        when figure is null or sign is null then null
        when goal_value is null and holds(figure, sign, final_value, upper_value) then 'green'
        when goal_value is null then 'amber'
        when holds(figure, sign, goal_value, upper_value) then 'green'
        when figure <= goal_value and figure >= low then 'amber'
        when figure >= coalesce(upper_value, goal_value) and figure <= high then 'amber'
        else 'red'
    end;

-- The value due on a day: a standing target is itself; a deadline target before its date follows
-- its milestones (the last one passed), or before the first of them the straight line from its
-- baseline; with neither, nothing is due before the date.
create or replace macro goal_on(
    kind_of_target, final_value, final_on, baseline_on, baseline_value, milestone_list, on_day
) as
    case
        when kind_of_target = 'standing' or on_day >= final_on then final_value
        when len(list_filter(milestone_list, lambda m: m.due_on <= on_day)) > 0
            then list_filter(milestone_list, lambda m: m.due_on <= on_day)[-1].value
        when baseline_on is not null and on_day <= baseline_on then baseline_value
        when baseline_on is not null then round(
            baseline_value
            + (coalesce(milestone_list[1].value, final_value) - baseline_value)
            * date_diff('day', baseline_on, on_day)
            / date_diff('day', baseline_on, coalesce(milestone_list[1].due_on, final_on)),
            9
        )
    end;

-- A deadline target with no path to it has no amber band from its date on: the plan gave no
-- sign of what "nearly" would have been.
create or replace macro band_of(kind_of_target, baseline_on, milestone_list, amber_size) as
    case
        when kind_of_target = 'deadline' and baseline_on is null and len(milestone_list) = 0
            then 0.0
        else amber_size
    end;

-- What a cell shows on a day: its colour, or why it has none. A figure without a target in force
-- waits for one: it is not missing.
create or replace macro shown_status(colour, how_reported, due_day, on_day) as
    coalesce(
        colour,
        case
            when how_reported = 'not_applicable' then 'not_applicable'
            when how_reported in ('approved', 'submitted') then 'pending'
            when due_day < on_day then 'missing'
            else 'pending'
        end
    );

-- What a cell counts as: a figure nobody has approved counts as none, unless asked for.
create or replace macro counted_status(
    colour, how_reported, due_day, on_day, provisional, count_submitted
) as
    case
        when provisional and not count_submitted
            then case when due_day < on_day then 'missing' else 'pending' end
        else shown_status(colour, how_reported, due_day, on_day)
    end;

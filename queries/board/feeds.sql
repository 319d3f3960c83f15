-- The cells that a workbook feeds: the figures of every submission made from the file of one, with
-- what each of their cells shows now and which units add it up.
-- grain:   submission_id, indicator_id
-- params:  submission_id bigint, today date, scope varchar[]
-- returns: submission_id bigint, unit_id varchar, indicator_id varchar, period varchar,
--   sheet_name varchar, cell_address varchar, numerator double, denominator double,
--   value double, decision varchar, remark varchar, status varchar, standing_id bigint,
--   rolled_into varchar[]
with seen as (
    select distinct unit_id
    from in_scope($scope::varchar[])
),

file as (
    select s.file_sha256
    from submission as s
    inner join seen as v on s.unit_id = v.unit_id
    where s.submission_id = $submission_id
),

figure as (
    select a.*, coalesce(d.decision, 'submitted') as decision, d.review_id
    from submission as s
    inner join file as f on s.file_sha256 = f.file_sha256
    inner join seen as v on s.unit_id = v.unit_id
    inner join actual as a on s.submission_id = a.submission_id
    left join last_decisions(null) as d on s.submission_id = d.submission_id
),

above as (
    select
        f.unit_id,
        f.indicator_id,
        f.period,
        list(distinct c.unit_id order by c.unit_id) as rolled_into,
    from figure as f
    inner join unit_below as b on f.unit_id = b.unit_id
    inner join seen as v on b.root_id = v.unit_id
    inner join cell as c
        on b.root_id = c.unit_id
        and f.indicator_id = c.indicator_id
        and f.period = c.period
        and c.is_rolled_up
    group by f.unit_id, f.indicator_id, f.period
)

select
    f.submission_id,
    f.unit_id,
    f.indicator_id,
    f.period,
    f.sheet_name,
    f.cell_address,
    f.numerator,
    f.denominator,
    case when i.formula = 'ratio' and f.denominator is not null
            then ratio_value(f.numerator, f.denominator, i.scale)
        else f.value
    end as value,
    f.decision,
    coalesce(m.reason, '') as remark,
    case when c.period is not null
            then shown_status(c.status, c.reported, c.due_on, $today::date)
    end as status,
    case when c.reported <> 'returned' then c.submission_id end as standing_id,
    coalesce(u.rolled_into, []::varchar[]) as rolled_into,
from figure as f
left join cell as c
    on f.unit_id = c.unit_id
    and f.indicator_id = c.indicator_id
    and f.period = c.period
    and not c.is_rolled_up
left join above as u
    on f.unit_id = u.unit_id and f.indicator_id = u.indicator_id and f.period = u.period
left join indicator as i
    on f.indicator_id = i.indicator_id
    and i.catalogue_version = (select max(catalogue_version) from catalogue)
left join review_remark as m
    on f.review_id = m.review_id and f.indicator_id = m.indicator_id
order by f.submission_id, i.position, f.indicator_id

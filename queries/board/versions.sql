-- Every figure ever sent for one cell (các lần báo cáo của một ô), newest first, with what was
-- decided about it, as known at a moment.
-- grain:   submission_id
-- params:  unit_id varchar, indicator_id varchar, period varchar, known_at timestamptz,
--   scope varchar[]
-- returns: submission_id bigint, file_name varchar, sheet_name varchar, cell_address varchar,
--   numerator double, denominator double, value double, note varchar, submitted_by varchar,
--   submitted_at timestamptz, decision varchar, decided_by varchar, decided_at timestamptz,
--   reason varchar, remark varchar
select
    s.submission_id,
    s.file_name,
    a.sheet_name,
    a.cell_address,
    a.numerator,
    a.denominator,
    case when i.formula = 'ratio' and a.denominator is not null
            then ratio_value(a.numerator, a.denominator, i.scale)
        else a.value
    end as value,
    a.note,
    s.submitted_by,
    s.submitted_at,
    coalesce(d.decision, 'submitted') as decision,
    d.decided_by,
    d.decided_at,
    coalesce(d.reason, '') as reason,
    coalesce(m.reason, '') as remark,
from actual as a
inner join submission as s on a.submission_id = s.submission_id
left join last_decisions($known_at) as d on s.submission_id = d.submission_id
left join review_remark as m
    on d.review_id = m.review_id and a.indicator_id = m.indicator_id
left join indicator as i
    on a.indicator_id = i.indicator_id
    and i.catalogue_version = (select max(catalogue_version) from catalogue)
where
    a.unit_id = $unit_id
    and a.indicator_id = $indicator_id
    and a.period = $period
    and ($known_at::timestamptz is null or s.submitted_at <= $known_at::timestamptz)
    and a.unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
order by s.submission_id desc

-- What people of some units said that texts of their workbooks mean (khớp đã xác nhận); the
-- newest word on each text holds, an empty code takes it back.
-- grain:   unit_id, folded_text
-- params:  scope varchar[]
-- returns: unit_id varchar, folded_text varchar, indicator_id varchar, chosen_by varchar,
--   chosen_at timestamptz
with numbered as (
    select
        unit_id,
        folded_text,
        indicator_id,
        chosen_by,
        chosen_at,
        row_number()
            over (partition by unit_id, folded_text order by chosen_at desc, rowid desc) as place,
    from match_choice
    where unit_id in (select v.unit_id from in_scope($scope::varchar[]) as v)
)

select
    unit_id,
    folded_text,
    indicator_id,
    chosen_by,
    chosen_at,
from numbered
where place = 1 and indicator_id != ''
order by unit_id asc, folded_text asc

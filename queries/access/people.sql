-- The people an administrator looks after: those who hold a role in the branch, or, holding none
-- anywhere, once held one there or were added by that administrator. One whose branch is everything
-- sees everybody. Roles outside the branch are not shown, only that there are some.
-- grain:   account
-- params:  scope varchar[], asker varchar, sees_all boolean, account varchar
-- returns: account varchar, name varchar, email varchar, is_sample boolean, has_password boolean,
--   must_change_password boolean, created_at timestamptz, created_by varchar,
--   disabled_at timestamptz, signed_in_at timestamptz, roles varchar[], units varchar[],
--   has_outside boolean
with
branch as (
    select unit_id
    from in_scope($scope::varchar[])
),

roles as (
    select distinct
        g.account,
        g.role,
        g.unit_id,
        g.revoked_at is null as is_held,
        $sees_all::boolean or b.unit_id is not null as is_inside,
    from role_grant as g
    left join branch as b on g.unit_id = b.unit_id
),

held as (
    select
        account,
        bool_or(is_held) as is_any_held,
        bool_or(is_held and is_inside) as is_inside_held,
        bool_or(is_held and not is_inside) as is_outside_held,
        bool_or(is_inside) as was_inside,
        list(role order by role, unit_id) filter (where is_held and is_inside) as roles,
        list(unit_id order by role, unit_id) filter (where is_held and is_inside) as units,
    from roles
    group by account
),

signed_in as (
    select
        account,
        max(started_at) as signed_in_at
    from session
    group by account
)

select
    p.account,
    p.name,
    p.email,
    p.is_sample,
    p.password_hash is not null as has_password,
    p.must_change_password,
    p.created_at,
    p.created_by,
    p.disabled_at,
    s.signed_in_at,
    coalesce(h.roles, []) as roles,
    coalesce(h.units, []) as units,
    coalesce(h.is_outside_held, false) as has_outside,
from person as p
left join held as h on p.account = h.account
left join signed_in as s on p.account = s.account
where
    ($account::varchar is null or p.account = $account)
    and (
        $sees_all::boolean
        or coalesce(h.is_inside_held, false)
        or (
            not coalesce(h.is_any_held, false)
            and (coalesce(h.was_inside, false) or p.created_by = $asker)
        )
    )
order by p.account

-- People and what lets them in (SECURITY.md, "Accounts and sessions"). Secrets are never here:
-- passwords as argon2id, every token as the SHA-256 of itself.

create table person (
    account varchar primary key,
    name varchar not null,
    email varchar,
    password_hash varchar,
    must_change_password boolean not null,
    is_sample boolean not null,
    created_at timestamptz not null,
    created_by varchar not null,
    disabled_at timestamptz
);

create table role_grant (
    account varchar not null,
    role varchar not null check (role in ('leader', 'reporter', 'office', 'admin')),
    unit_id varchar not null,
    granted_at timestamptz not null,
    granted_by varchar not null,
    revoked_at timestamptz
);

create table external_identity (
    issuer varchar not null,
    subject varchar not null,
    account varchar not null,
    linked_at timestamptz not null,
    primary key (issuer, subject)
);

-- handle is the session's public name: the trail and the list of one's sessions show it.
create table session (
    token_sha256 varchar primary key,
    handle varchar not null,
    account varchar not null,
    kind varchar not null check (kind in ('password', 'oidc', 'sample')),
    address varchar not null,
    agent varchar not null,
    started_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    ended_why varchar
);

create table one_time_link (
    token_sha256 varchar primary key,
    purpose varchar not null check (purpose in ('setup', 'invite', 'reset')),
    account varchar,
    created_at timestamptz not null,
    created_by varchar not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

create table sign_in_throttle (
    bucket varchar primary key,
    count_failures integer not null,
    failed_at timestamptz not null,
    blocked_until timestamptz
);

create table api_token (
    token_sha256 varchar primary key,
    handle varchar not null,
    account varchar not null,
    label varchar not null,
    rights varchar not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz
);

-- Derived: the tree of units in force now, each unit below itself too; laid anew with every
-- edition of the catalogue. A person's scope is looked up in it by every query over figures.
create table unit_below (
    root_id varchar not null,
    unit_id varchar not null
);

insert into unit_below
with last_known as (
    select descendant_id, max(catalogue_version) as catalogue_version
    from unit_closure
    group by descendant_id
)

select distinct c.ancestor_id as root_id, c.descendant_id as unit_id
from unit_closure as c
inner join last_known as k
    on c.descendant_id = k.descendant_id and c.catalogue_version = k.catalogue_version;

-- The first shape of the store. Office tables have keys; facts and derived tables have none
-- (STORE.md, decision 5): an anti-join under the writer lock keeps facts unique.

create table schema_migration (
    number integer primary key,
    name varchar not null,
    sha256 varchar not null,
    applied_at timestamptz not null
);

create table data_version (
    version bigint primary key,
    recorded_at timestamptz not null,
    why varchar not null
);

-- The catalogue is kept edition by edition: a board as known on a day reads the edition of that
-- day, and nothing is ever updated.
create table catalogue (
    catalogue_version integer primary key,
    sha256 varchar not null,
    recorded_at timestamptz not null,
    recorded_by varchar not null
);

create table unit (
    catalogue_version integer not null,
    unit_id varchar not null,
    parent_id varchar,
    name varchar not null,
    weight double not null,
    position integer not null,
    valid_from date,
    valid_to date,
    primary key (catalogue_version, unit_id)
);

create table unit_closure (
    catalogue_version integer not null,
    ancestor_id varchar not null,
    descendant_id varchar not null,
    depth integer not null
);

create table indicator (
    catalogue_version integer not null,
    indicator_id varchar not null,
    plan_id varchar not null,
    issuer_id varchar not null,
    clause varchar not null,
    name varchar not null,
    formula varchar not null,
    scale double not null,
    frequency varchar not null,
    roll_up varchar not null,
    position integer not null,
    primary key (catalogue_version, indicator_id)
);

create table assignment (
    catalogue_version integer not null,
    indicator_id varchar not null,
    unit_id varchar not null,
    duty_id varchar not null,
    valid_from date not null,
    valid_to date
);

create table target (
    catalogue_version integer not null,
    target_id varchar not null,
    indicator_id varchar not null,
    unit_id varchar,
    operator varchar not null,
    kind varchar not null,
    value double not null,
    upper_value double,
    valid_from date not null,
    valid_to date,
    due_on date,
    amber double not null,
    amber_unit varchar not null,
    baseline_on date,
    baseline_value double,
    milestones struct(due_on date, value double)[] not null
);

create table period (
    period varchar primary key,
    frequency varchar not null,
    starts_on date not null,
    ends_on date not null,
    previous_period varchar not null
);

create table due_date (
    catalogue_version integer not null,
    duty_id varchar not null,
    period varchar not null,
    due_on date not null
);

create table submission (
    submission_id bigint primary key,
    file_name varchar not null,
    file_sha256 varchar not null,
    layout varchar not null,
    unit_id varchar not null,
    period varchar not null,
    submitted_by varchar not null,
    submitted_at timestamptz not null,
    count_figures integer not null,
    is_sample boolean not null
);

create table review (
    review_id bigint primary key,
    submission_id bigint not null references submission (submission_id),
    decision varchar not null check (decision in ('approved', 'returned')),
    decided_by varchar not null,
    decided_at timestamptz not null,
    reason varchar not null
);

-- Facts: append-only, visible only through their submission.
create table actual (
    indicator_id varchar not null,
    unit_id varchar not null,
    period varchar not null,
    version bigint not null,
    numerator double,
    denominator double,
    value double,
    submission_id bigint not null,
    sheet_name varchar not null,
    cell_address varchar not null,
    note varchar not null,
    recorded_at timestamptz not null
);

-- Derived from the above, by macro cells(); refreshed in the transaction of every decision.
create table cell (
    period varchar not null,
    unit_id varchar not null,
    indicator_id varchar not null,
    plan_id varchar not null,
    is_rolled_up boolean not null,
    is_provisional boolean not null,
    is_estimated boolean not null,
    count_expected bigint not null,
    count_reported bigint not null,
    reported varchar,
    status varchar,
    due_on date,
    numerator double,
    denominator double,
    value double,
    target_id varchar,
    operator varchar,
    kind varchar,
    goal double,
    upper_goal double,
    final_value double,
    target_due_on date,
    amber_low double,
    amber_high double,
    submission_id bigint,
    sheet_name varchar,
    cell_address varchar
);

create table trend (
    period varchar not null,
    unit_id varchar not null,
    plan_id varchar not null,
    due_on date,
    count_green bigint not null,
    count_amber bigint not null,
    count_red bigint not null,
    count_empty bigint not null,
    count_without_target bigint not null,
    count_not_applicable bigint not null,
    count_provisional bigint not null
);

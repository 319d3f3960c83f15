-- Reports (báo cáo đã xuất) as they left: from what they were made, by whom, under which number.
-- Rows are only ever added (STORE.md, decision 5).

-- What an export says, kept once however many files were made of it: named by the digest of what
-- it says, without the moment it was taken, which is each report's own.
create table report_snapshot (
    sha256 varchar primary key,
    kept blob not null
);

create table report (
    report_id bigint primary key,
    format varchar not null,
    unit_id varchar not null,
    period varchar not null,
    plan_id varchar,
    group_id varchar,
    as_of timestamptz,
    is_provisional boolean not null,
    ordering varchar not null,
    options varchar not null,
    base_sha256 varchar,
    title varchar not null,
    data_version bigint not null,
    known_at timestamptz not null,
    snapshot_sha256 varchar not null references report_snapshot (sha256),
    file_name varchar not null,
    file_sha256 varchar not null,
    count_bytes bigint not null,
    made_by varchar not null,
    made_at timestamptz not null
);

-- Every unit whose figures a report holds, in its rows or its counts: who may read it now is asked
-- of each of them.
create table report_unit (
    report_id bigint not null references report (report_id),
    unit_id varchar not null,
    primary key (report_id, unit_id)
);

-- The register of official numbers (sổ số văn bản), of each symbol and year: without gaps, each
-- once. One without a report was given out elsewhere, it and all below it that are not here.
create table report_number (
    symbol varchar not null,
    year integer not null,
    number integer not null check (number > 0),
    report_id bigint references report (report_id),
    issued_by varchar not null,
    issued_at timestamptz not null,
    primary key (symbol, year, number)
);

-- A number that was given back stays used: its report is named withdrawn, with the reason.
create table report_withdrawal (
    report_id bigint primary key references report (report_id),
    reason varchar not null,
    withdrawn_by varchar not null,
    withdrawn_at timestamptz not null
);

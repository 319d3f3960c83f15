-- Evidence (minh chứng): files and document numbers that prove figures. Rows are only ever
-- inserted: what is taken back gets a row that says so, and what a submission rests on gets a row
-- that pins it. The files themselves are beside the store, named by their SHA-256.

create table evidence_file (
    sha256 varchar primary key,
    media_type varchar not null,
    count_bytes bigint not null,
    modified_ns bigint not null,
    kept_at timestamptz not null
);

create table evidence (
    evidence_id bigint primary key,
    unit_id varchar not null,
    period varchar not null,
    indicator_id varchar not null,
    file_sha256 varchar references evidence_file (sha256),
    file_name varchar,
    document_number varchar,
    note varchar not null,
    attached_at timestamptz not null,
    attached_by varchar not null,
    check (file_sha256 is not null or document_number is not null),
    check ((file_sha256 is null) = (file_name is null))
);

create table evidence_withdrawal (
    evidence_id bigint primary key references evidence (evidence_id),
    withdrawn_at timestamptz not null,
    withdrawn_by varchar not null,
    reason varchar not null
);

create table evidence_pin (
    submission_id bigint not null references submission (submission_id),
    evidence_id bigint not null references evidence (evidence_id),
    pinned_at timestamptz not null,
    primary key (submission_id, evidence_id)
);

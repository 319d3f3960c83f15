-- The audit trail (nhật ký): rows are only ever inserted. Each carries the mark of the row before
-- it and its own, made with a key that is kept outside the store (SECURITY.md, "Audit").

create table audit (
    seq bigint primary key,
    recorded_at timestamptz not null,
    actor varchar not null,
    session_id varchar,
    action varchar not null,
    object_id varchar not null,
    digest_before varchar,
    digest_after varchar,
    details varchar not null,
    key_id varchar not null,
    previous_mac varchar not null,
    mac varchar not null
);

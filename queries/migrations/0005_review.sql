-- What travels with figures on their way to the board, and what is said about them after.
-- Rows are only ever added; what holds is the newest (STORE.md, decision 5).

-- What was unusual about a figure when it was sent, and the sender's word on it.
create table submission_warning (
    submission_id bigint not null,
    code varchar not null,
    indicator_id varchar,
    sheet_name varchar,
    cell_address varchar,
    message varchar not null,
    explanation varchar not null
);

-- Why a figure was sent back, one row a figure; the submission's own reason is in review.
create table review_remark (
    review_id bigint not null,
    submission_id bigint not null,
    indicator_id varchar not null,
    reason varchar not null
);

-- Periods closed (khóa sổ) and opened again, for a unit and everything below it.
create table period_lock (
    lock_id bigint primary key,
    unit_id varchar not null,
    period varchar not null,
    is_locked boolean not null,
    decided_by varchar not null,
    decided_at timestamptz not null,
    reason varchar not null
);

-- A red or amber cell asks its unit for cause and remedy; a leader may ask by name.
create table explanation (
    explanation_id bigint primary key,
    unit_id varchar not null,
    indicator_id varchar not null,
    period varchar not null,
    cause varchar not null,
    remedy varchar not null,
    remedy_due_on date,
    written_by varchar not null,
    written_at timestamptz not null
);

create table explanation_request (
    request_id bigint primary key,
    unit_id varchar not null,
    indicator_id varchar not null,
    period varchar not null,
    question varchar not null,
    asked_by varchar not null,
    asked_at timestamptz not null
);

-- What a unit's people said a text of their workbook means; remembered for that unit alone.
create table match_choice (
    unit_id varchar not null,
    folded_text varchar not null,
    indicator_id varchar not null,
    chosen_by varchar not null,
    chosen_at timestamptz not null
);

-- A person's unfinished upload or entry: it survives a restart. The newest row of a draft holds.
create table draft (
    draft_id varchar not null,
    account varchar not null,
    unit_id varchar,
    period varchar,
    payload varchar,
    saved_at timestamptz not null
);

-- Reminders that went out: never twice for the same duty, unit, period and kind.
create table reminder (
    duty_id varchar not null,
    unit_id varchar not null,
    period varchar not null,
    kind varchar not null,
    recipient varchar not null,
    state varchar not null check (state in ('sending', 'sent', 'failed')),
    count_tries integer not null,
    tried_at timestamptz not null,
    detail varchar not null
);

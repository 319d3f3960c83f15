-- The office's own base files as reports were drawn on them (tệp mẫu): each content once, named by
-- its digest, so that a report can be made again after the file was changed or taken away. Rows are
-- only ever added (STORE.md, decision 5).

create table base_file (
    sha256 varchar primary key,
    content blob not null
);

create table report_base (
    report_id bigint not null references report (report_id),
    format varchar not null,
    file_name varchar not null,
    sha256 varchar not null references base_file (sha256),
    primary key (report_id, format)
);

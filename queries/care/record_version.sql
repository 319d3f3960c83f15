-- Records that the data changed, and why.
-- params:  version bigint, recorded_at timestamptz, why varchar
insert into data_version
select $version, $recorded_at, $why

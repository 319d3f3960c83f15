-- Records that an edition of the catalogue (danh mục) came into force here.
-- params:  catalogue_version integer, sha256 varchar, recorded_at timestamptz, recorded_by varchar
insert into catalogue
select $catalogue_version, $sha256, $recorded_at, $recorded_by

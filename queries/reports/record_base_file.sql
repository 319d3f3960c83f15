-- Records the content of a base file, unless it is kept already.
-- params:  sha256 varchar, content blob
insert into base_file
select
    $sha256,
    $content,
where $sha256 not in (select f.sha256 from base_file as f)

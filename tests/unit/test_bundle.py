"""Everything for a meeting in one file: complete, summed, the same each time, nothing missing."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from indicators.catalogue.model import Catalogue
from indicators.errors import InputRejected
from indicators.export import EXPORTS, Options, Snapshot, bundle, lacking, write
from indicators.export.bundle import CONTENTS, SUMS
from indicators.export.document import Chart
from indicators.export.model import Cancelled
from indicators.export.outlines.album import album
from indicators.export.press import NotPrinted
from indicators.reports.chosen import base_digest, dressed, kept_options, read_options
from indicators.settings import Settings
from tests import drawn


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return drawn.board()


@pytest.fixture(scope="module")
def packed(snapshot: Snapshot) -> bytes:
    return write("zip", drawn.changed_head(snapshot, is_sample=True))


@pytest.fixture(scope="module")
def files(packed: bytes) -> dict[str, bytes]:
    return unpacked(packed)


@pytest.fixture
def light(monkeypatch):
    """Only two small formats: what is tried is the packing."""
    few = {name: EXPORTS[name] for name in ("csv", "svg", "zip")}
    monkeypatch.setattr(bundle, "EXPORTS", few)


def unpacked(packed: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return {each.filename: archive.read(each) for each in archive.infolist()}


def test_it_holds_every_other_format_as_it_is(snapshot: Snapshot, files: dict[str, bytes]):
    sample = drawn.changed_head(snapshot, is_sample=True)
    for name, export in EXPORTS.items():
        assert (export.file_name(sample) in files) == (name != "zip"), name
    for name in ("csv", "pdf", "svg"):
        assert files[EXPORTS[name].file_name(sample)] == write(name, sample), name


def test_it_is_the_last_of_the_formats():
    assert list(EXPORTS)[-1] == "zip"


def test_it_holds_every_chart_as_two_pictures(snapshot: Snapshot, files: dict[str, bytes]):
    charts = [
        block
        for section in album(snapshot, Options()).sections
        for block in section.blocks
        if isinstance(block, Chart)
    ]
    stems = {Path(name).stem for name in files if name.startswith("bieu-do/")}
    assert len(stems) == len(charts) > 2
    for stem in stems:
        assert files[f"bieu-do/{stem}.png"].startswith(b"\x89PNG")
        assert files[f"bieu-do/{stem}.svg"].startswith(b"<svg ")


def test_the_list_names_board_moment_version_and_every_file(
    snapshot: Snapshot, files: dict[str, bytes]
):
    told = files[CONTENTS].decode("utf-8-sig")
    head = snapshot.head
    for wanted in (
        "Tháng 10/2026", head.office, head.unit_name, f"Số liệu lúc: {head.known_text}",
        f"Phiên bản dữ liệu: {head.version}", "Số liệu mẫu, không có thật",
    ):  # fmt: skip
        assert wanted in told
    for name, content in files.items():
        if name not in {CONTENTS, SUMS}:
            (line,) = (each for each in told.splitlines() if each.startswith(f"{name}: "))
            assert line.endswith(hashlib.sha256(content).hexdigest())


def test_sums_can_be_checked_by_programs(files: dict[str, bytes]):
    rows = [line.split("  ", 1) for line in files[SUMS].decode().splitlines()]
    assert {name for _, name in rows} == files.keys() - {CONTENTS, SUMS}
    for digest, name in rows:
        assert hashlib.sha256(files[name]).hexdigest() == digest


def test_names_are_plain_and_times_are_the_figures(packed: bytes):
    with ZipFile(io.BytesIO(packed)) as archive:
        for each in archive.infolist():
            assert each.filename.isascii()
            assert not set(each.filename) & set(' \\:*?"<>|')
            assert ".." not in each.filename
            assert each.date_time == (2026, 11, 22, 9, 0, 0)


@pytest.mark.usefixtures("light")
def test_the_same_snapshot_gives_the_same_bytes(snapshot: Snapshot):
    assert write("zip", snapshot) == write("zip", Snapshot.read(snapshot.kept()))


@pytest.mark.usefixtures("light")
def test_names_of_people_do_not_become_names_of_files(snapshot: Snapshot):
    for name in unpacked(write("zip", drawn.hostile(snapshot))):
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./")


@pytest.mark.usefixtures("light")
def test_a_format_that_cannot_be_made_is_named_with_its_reason(snapshot: Snapshot, monkeypatch):
    def fail(*_: object) -> bytes:
        raise NotPrinted("Máy chủ chưa cài gói typst")

    monkeypatch.setattr("indicators.export.svg.write", fail)
    monkeypatch.setattr("indicators.export.bundle.pictures", fail)
    packed = write("zip", snapshot)
    found = unpacked(packed)
    told = found[CONTENTS].decode("utf-8-sig")
    assert "KHÔNG LÀM ĐƯỢC bang-xanh-so-2026-10.svg" in told
    assert "KHÔNG LÀM ĐƯỢC bieu-do/*.png" in told
    assert told.count("Máy chủ chưa cài gói typst") == 3
    assert [each.partition(":")[0] for each in lacking("zip", packed)] == [
        "bang-xanh-so-2026-10.svg", "bieu-do/*.png", "bieu-do/*.svg",
    ]  # fmt: skip
    assert all(each.endswith("Máy chủ chưa cài gói typst") for each in lacking("zip", packed))
    assert found.keys() == {CONTENTS, SUMS, "bang-xanh-so-2026-10.csv"}


@pytest.mark.usefixtures("light")
def test_a_whole_bundle_and_other_formats_lack_nothing(snapshot: Snapshot):
    assert lacking("zip", write("zip", snapshot)) == ()
    assert lacking("csv", write("csv", snapshot)) == ()


@pytest.mark.usefixtures("light")
def test_a_fault_nobody_foresaw_is_not_hidden(snapshot: Snapshot, monkeypatch):
    def fail(*_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr("indicators.export.svg.write", fail)
    with pytest.raises(ZeroDivisionError):
        write("zip", snapshot)


@pytest.mark.usefixtures("light")
def test_progress_counts_files_and_may_stop(snapshot: Snapshot):
    told: list[tuple[int, int]] = []
    write("zip", snapshot, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert {done for done, _ in told} == {0, 1, 2, 3, 4}

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write("zip", snapshot, progress=stop)


def test_a_bundle_goes_without_what_a_wrong_file_of_the_office_would_say(
    snapshot: Snapshot, tmp_path: Path, catalogue: Catalogue
):
    settings = Settings(store=tmp_path / "b.duckdb", templates=tmp_path)
    (tmp_path / "nq57.toml").write_text('plans = ["khong-co"]\n', encoding="utf-8")
    (tmp_path / "van-ban.toml").write_text("symbol = 5\n", encoding="utf-8")
    for kind in ("central-csv", "docx"):
        with pytest.raises(InputRejected):
            dressed(settings, catalogue, kind, None)
    options = dressed(settings, catalogue, "zip", None)
    assert set(options.faults) == {"central-xlsx", "central-csv", "docx"}
    assert read_options(kept_options(options)) == options
    missing = lacking("zip", write("zip", snapshot, options))
    assert len(missing) == 3
    assert all(any(each.endswith(told) for each in missing) for told in options.faults.values())


def test_the_bundle_is_drawn_on_all_of_the_offices_own_bases(tmp_path: Path, catalogue: Catalogue):
    settings = Settings(store=tmp_path / "b.duckdb", templates=tmp_path)
    assert dressed(settings, catalogue, "zip", None).bases == {}
    for name in ("trinh-chieu.pptx", "bao-cao.docx"):
        (tmp_path / name).write_bytes(b"x")
    both = {"pptx": tmp_path / "trinh-chieu.pptx", "docx": tmp_path / "bao-cao.docx"}
    assert dressed(settings, catalogue, "zip", None).bases == both
    assert dressed(settings, catalogue, "docx", None).bases == {"docx": both["docx"]}
    assert dressed(settings, catalogue, "xlsx", None).bases == {}
    before = base_digest(both)
    both["pptx"].write_bytes(b"y")
    assert base_digest(both) not in {before, None}
    both["docx"].unlink()
    assert base_digest(both) is None

"""The API: by token alone, every role within its own, every file answered for by itself."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from indicators import board as boards
from indicators.access.api_tokens import create, principal_of_token, revoke
from indicators.access.wrong_tokens import WrongTokens
from indicators.board.render import rows
from indicators.errors import Problem
from indicators.intake.reading import Reading
from indicators.review import decide
from indicators.workspace import Workspace
from pages import _api, _api_call, _api_submit, _uploads, _widgets
from queries import StoreBroken
from tests import hired, offices
from tests.offices import Hands
from tests.pages.api_client import STAFF, ask, get, post, token_of, workbook

ADDRESSES = [
    *(("GET", each) for each in ("board", "indicators", "charts", "exports", "exports/csv")),
    ("GET", "openapi.json"),
    ("POST", "x"),
]
MAY_SUBMIT = {"reporter", "office"}


@pytest.fixture
def office(
    small_office: Callable[..., Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Workspace:
    """A department of three rooms, which the routes find open."""
    found = small_office(path=tmp_path / "kho" / "bangxanh.duckdb")
    monkeypatch.setattr(_widgets, "workspace", lambda: found)
    monkeypatch.setattr(_api_call, "_wrong", WrongTokens())
    monkeypatch.setattr(
        _api_submit, "_uploads", _uploads.Uploads(largest_bytes=_api_submit.REQUEST_BYTES)
    )
    return found


@pytest.fixture
def reporter(office: Workspace) -> str:
    return token_of(office, "reporter")


@pytest.fixture
def everyone(office: Workspace, tmp_path: Path) -> dict[str, str]:
    """A token for each role; the rooms have reported, and b's figures are approved."""
    found = {role: token_of(office, role) for role in STAFF}
    who = office.operator("van-phong")
    for unit in ("a", "b"):
        assert post(found["office"], workbook(office, tmp_path, unit)).status_code == 201
    decide(office, who, 2, decision="approved")
    return found


def figures_recorded(office: Workspace) -> int:
    with office.store._connection.cursor() as cursor:
        return cursor.execute("select count(*) from actual").fetchone()[0]


# Who may come in.


@pytest.mark.parametrize(("method", "path"), [*ADDRESSES, ("GET", "x"), ("DELETE", "board")])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer bx_" + "A" * 43},
        {"Authorization": "Basic Yng6eA=="},
        {"Cookie": "bangxanh=abc; __Host-bangxanh=abc"},
    ],
)
def test_nobody_comes_in(office: Workspace, method, path, headers):
    answer = ask(method, f"/api/v1/{path}", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert "mã truy cập" in answer.json()["detail"].lower()
    assert office.store.version


def test_a_session_does_not_open_the_api(office: Workspace):
    hired.hire(office, "can-bo", ("reporter", "a"))
    token = office.sessions.begin("can-bo", kind="password", address="127.0.0.1", agent="x")
    assert office.sessions.find(token)
    for headers in ({"Cookie": f"bangxanh={token}"}, {"Authorization": f"Bearer {token}"}):
        assert get("board", headers=headers).status_code == 401
        assert post(None, headers=headers, content=b"").status_code == 401


@pytest.mark.parametrize("role", STAFF)
def test_every_role_reads_its_own_and_sends_what_it_may(
    office: Workspace, everyone: dict[str, str], tmp_path: Path, role: str
):
    token = everyone[role]
    who = principal_of_token(office, token)
    assert who is not None
    seen = {row["unit"] for row in get("board?period=2026-10", token).json()}
    assert seen == ({"a"} if role == "reporter" else {"so", "a", "b", "c"})
    units = {unit for each in get("indicators", token).json() for unit in each["units"]}
    assert units == ({"a"} if role == "reporter" else {"a", "b", "c"})
    before = figures_recorded(office)
    answer = post(token, workbook(office, tmp_path, "a", (97, 100)))
    assert answer.status_code == (201 if role in MAY_SUBMIT else 403)
    assert (figures_recorded(office) > before) == (role in MAY_SUBMIT)


@pytest.mark.parametrize("role", STAFF)
def test_another_units_id_answers_like_none_at_all(everyone: dict[str, str], role: str):
    """Every id of the tree is tried: what is not the role's own is byte for byte like nothing."""
    nothing = get("board?period=2026-10&unit=khong-co", everyone[role])
    assert nothing.status_code == 404
    own = {"reporter": {"a"}, "admin": {"tinh", "so", "a", "b", "c"}}.get(
        role, {"so", "a", "b", "c"}
    )
    for unit in ("tinh", "so", "a", "b", "c"):
        answer = get(f"board?period=2026-10&unit={unit}", everyone[role])
        if unit in own:
            assert answer.status_code == 200
        else:
            assert (answer.status_code, answer.content, answer.headers) == (
                nothing.status_code,
                nothing.content,
                nothing.headers,
            )


def test_a_token_for_reading_sends_nothing(office: Workspace, tmp_path: Path):
    who = hired.hire(office, "can-bo", ("reporter", "a"))
    token = create(office, who, label="Đọc", rights=["read"], days=1)
    answer = post(token, workbook(office, tmp_path, "a"))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "insufficient_scope" in answer.headers["www-authenticate"]
    told = answer.json()["detail"]  # the token lacks the right, not the account
    assert told.startswith("Mã truy cập này chỉ được xem số liệu, không được nộp số liệu")
    assert "tạo mã khác" in told
    assert figures_recorded(office) == 0
    assert get("board", token).status_code == 200


def test_a_token_for_sending_reads_nothing(office: Workspace, tmp_path: Path):
    who = hired.hire(office, "can-bo", ("reporter", "a"))
    token = create(office, who, label="Nộp", rights=["submit"], days=1)
    assert get("board", token).status_code == 403
    assert get("indicators", token).status_code == 403
    assert "không được xem số liệu" in get("board", token).json()["detail"]
    assert post(token, workbook(office, tmp_path, "a")).status_code == 201


def test_a_token_of_an_account_without_the_right_is_told_so(office: Workspace, tmp_path: Path):
    who = hired.hire(office, "lanh-dao", ("leader", "so"))
    token = create(office, who, label="Đọc", rights=["read"], days=1)
    answer = post(token, workbook(office, tmp_path, "a"))
    assert answer.json()["detail"] == "Tài khoản lanh-dao không có quyền nộp số liệu."


def test_expired_revoked_and_disabled_are_out(office: Workspace, the_clock: Hands):
    who = hired.hire(office, "can-bo", ("reporter", "a"))
    short, ended, kept = (
        create(office, who, label="x", rights=["read"], days=days) for days in (1, 9, 9)
    )
    revoke(office, who, principal_of_token(office, ended).session)
    the_clock.moment += timedelta(days=2)
    told = {get("board", token).content for token in (short, ended, "bx_khong-co")}
    assert len(told) == 1
    assert get("board", kept).status_code == 200
    hired.disable(office, "can-bo")
    assert get("board", kept).status_code == 401


def test_many_wrong_tokens_wait_while_a_right_one_passes(reporter: str):
    answers = [get("board", "bx_sai").status_code for _ in range(12)]
    assert answers == [401] * 10 + [429] * 2
    refused = get("board", "bx_sai")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert get("board", reporter).status_code == 200


# Reading.


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"period": "2026-10", "unit": "so"},
        {"period": "Tháng 10/2026", "provisional": "true"},
        {"period": "2026-10", "plan": offices.PLAN},
        {"period": "2026-10", "as_of": "2026-11-21"},
        {"period": "2026-10", "as_of": "2026-11-22T09:00", "unit": "b"},
    ],
)
def test_the_board_is_that_of_the_command_line(office, everyone, asked):
    who = office.operator()
    drawn = boards.board(
        office,
        who,
        period="2026-10",
        unit=asked.get("unit", "so"),
        plan=asked.get("plan"),
        as_of=offices.clock.moment(asked["as_of"]) if "as_of" in asked else None,
        provisional="provisional" in asked,
        order="plan",
    )
    answer = get("board", everyone["leader"], params=asked)
    assert answer.status_code == 200
    assert answer.json() == rows(drawn, office.catalogue)
    assert answer.json()


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ("period=hôm-qua", ["period"]),
        ("period=0001-01", ["period"]),
        ("as_of=2026-13-01&period=9999-99&unti=a", ["as_of", "period", "unti"]),
        ("as_of=0001-01-01", ["as_of"]),
        ("provisional=có", ["provisional"]),
        ("unit=a&unit=b", ["unit"]),
    ],
)
def test_wrong_parameters_are_told_all_at_once(reporter: str, asked: str, wrong: list[str]):
    answer = get(f"board?{asked}", reporter)
    assert answer.status_code == 400
    assert sorted(each["parameter"] for each in answer.json()["parameters"]) == wrong


def test_indicators_say_what_applies_to_the_asker(everyone: dict[str, str]):
    (found,) = get("indicators", everyone["reporter"]).json()
    assert (found["code"], found["plan"], found["units"]) == ("RATE", offices.PLAN, ["a"])
    assert [each["value"] for each in found["targets"]] == [90.0]
    assert get(f"indicators?plan={offices.PLAN}", everyone["office"]).json()[0]["units"] == [
        "a",
        "b",
        "c",
    ]
    assert get("indicators?plan=khong-co", everyone["office"]).status_code == 404


def test_targets_for_another_unit_are_not_told(
    small_office: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
):
    aims = [
        offices.target("RATE", code="RATE/1", units=("a", "b")),
        offices.target("RATE", code="RATE/2", units=("c",), value=80.0),
    ]
    found = small_office(offices.catalogue([offices.indicator("RATE")], aims))
    monkeypatch.setattr(_widgets, "workspace", lambda: found)
    (told,) = get("indicators", token_of(found, "reporter")).json()
    assert [(each["value"], each["units"]) for each in told["targets"]] == [(90.0, ["a"])]
    (told,) = get("indicators", token_of(found, "office")).json()
    assert [each["units"] for each in told["targets"]] == [["a", "b"], ["c"]]


# Sending.


def test_sent_again_nothing_changes(office: Workspace, reporter: str, tmp_path: Path):
    file = workbook(office, tmp_path, "a")
    first, again = post(reporter, file), post(reporter, file)
    assert (first.status_code, again.status_code) == (201, 200)
    (told,) = first.json()
    assert list(told) == [*Reading("").as_dict(), "submissions"]
    assert (told["file"], told["ok"], told["unit"], told["submissions"]) == (
        file.name,
        True,
        "a",
        [1],
    )
    assert again.json() == [{**told, "submissions": []}]
    assert figures_recorded(office) == 1
    with office.store._connection.cursor() as cursor:
        sent = cursor.execute("select submitted_by, file_name from submission").fetchall()
    assert sent == [("ai-reporter", file.name)]
    (kept,) = office.settings.files_path.iterdir()
    assert kept.read_bytes() == file.read_bytes()


def test_the_trail_names_the_token(office: Workspace, reporter: str, tmp_path: Path):
    assert post(reporter, workbook(office, tmp_path, "a")).status_code == 201
    everything = {"from_at": None, "before_at": None, "actor": None, "object_id": "submission"}
    (row,) = office.store.rows("audit/rows", **everything)
    assert (row["actor"], row["session_id"]) == (
        "ai-reporter",
        principal_of_token(office, reporter).session,
    )


def test_a_file_with_faults_stays_out_and_the_others_go_in(
    office: Workspace, reporter: str, tmp_path: Path
):
    good, bad = workbook(office, tmp_path, "a"), workbook(office, tmp_path, "a", (-5, 100))
    text = tmp_path / "thu.xlsx"
    text.write_bytes(b"chu")
    answer = post(reporter, bad, good, text)
    assert (answer.status_code, answer.json()["code"]) == (422, "files-rejected")
    files = answer.json()["files"]
    assert [(each["file"], each["ok"], each["submissions"]) for each in files] == [
        (bad.name, False, []),
        (good.name, True, [1]),
        (text.name, False, []),
    ]
    (fault,) = [each for each in files[0]["problems"] if each["severity"] == "error"]
    assert fault["sheet"]
    assert fault["cell"]
    assert figures_recorded(office) == 1


def test_figures_of_another_unit_stay_out(office: Workspace, reporter: str, tmp_path: Path):
    answer = post(reporter, workbook(office, tmp_path, "b"))
    assert answer.status_code == 422
    (told,) = answer.json()["files"]
    assert (told["ok"], told["submissions"]) == (False, [])
    assert figures_recorded(office) == 0


def test_names_of_files_are_made_harmless(office: Workspace, reporter: str, tmp_path: Path):
    file = workbook(office, tmp_path, "a")
    for name in ("../../etc/passwd.xlsx", "C:\\tạm\\b.xlsx", "", "\u202etext.xlsx", "x" * 999):
        answer = ask(
            "POST",
            "/api/v1/submissions",
            token=reporter,
            files=None,
            content=_form(name, file.read_bytes()),
            headers={"Content-Type": "multipart/form-data; boundary=ranh"},
        )
        assert answer.status_code in {200, 201}, answer.text
        (told,) = answer.json()
        assert told["file"]
        assert len(told["file"]) <= 150
        assert not {"/", "\\", "\u202e"} & {*told["file"]}


def _form(name: str, content: bytes, field: str = "file") -> bytes:
    head = f'--ranh\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    return head.encode() + content + b"\r\n--ranh--\r\n"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"", "multipart/form-data; boundary=ranh", 400),
        (b"", "multipart/form-data", 400),
        (b"--ranh\r\nnonsense", "multipart/form-data; boundary=ranh", 400),
        (_form("a.xlsx", b"x", "tep"), "multipart/form-data; boundary=ranh", 400),
    ],
)
def test_what_is_no_form_of_files_is_refused(reporter: str, content, kind, status):
    answer = ask(
        "POST",
        "/api/v1/submissions",
        token=reporter,
        content=content,
        headers={"Content-Type": kind},
    )
    assert answer.status_code == status
    assert "file" in answer.json()["detail"]


def test_too_many_files_are_refused(reporter: str, tmp_path: Path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"x")
    assert post(reporter, *[file] * (_api_submit.MOST_FILES + 1)).status_code == 400


def test_too_large_is_413(reporter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "to.xlsx"
    file.write_bytes(b"x" * 2000)
    monkeypatch.setattr(_api_submit, "FILE_BYTES", 1999)
    answer = post(reporter, file)
    assert answer.status_code == 413
    assert "to.xlsx" in answer.json()["detail"]
    declared = {"Content-Length": str(_api_submit.REQUEST_BYTES * 2)}
    assert post(reporter, file, headers=declared).status_code == 413


def test_without_a_length_nothing_is_read(reporter: str):
    async def endless() -> AsyncIterator[bytes]:
        yield b"--ranh\r\n"
        raise AssertionError("the body was read")

    kind = {"Content-Type": "multipart/form-data; boundary=ranh"}
    answer = ask("POST", "/api/v1/submissions", token=reporter, content=endless(), headers=kind)
    assert answer.status_code == 411


def test_a_full_disk_is_507(
    office: Workspace, reporter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    usage = shutil._ntuple_diskusage(2**40, 2**40 - 2**20, 2**20)
    monkeypatch.setattr(_uploads.shutil, "disk_usage", lambda _: usage)
    answer = post(reporter, workbook(office, tmp_path, "a"))
    assert (answer.status_code, answer.json()["code"]) == (507, "disk")
    assert figures_recorded(office) == 0


def test_a_busy_reader_is_429_and_nothing_is_written(
    office: Workspace, reporter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    busy = Reading("a.xlsx", problems=[Problem.error("E_BUSY", "Hệ thống bận")])
    monkeypatch.setattr(_api_submit, "check_files", lambda *_, **__: iter([busy]))
    answer = post(reporter, workbook(office, tmp_path, "a"))
    assert (answer.status_code, answer.json()["code"]) == (429, "busy")
    assert answer.headers["retry-after"]


def test_too_much_in_an_hour_is_429(
    office: Workspace, reporter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = workbook(office, tmp_path, "a")
    monkeypatch.setattr(_uploads, "HOURLY_BYTES", int(file.stat().st_size * 1.5))
    assert post(reporter, file).status_code == 201
    assert post(reporter, file).status_code == 429


# When something breaks.


def test_a_broken_store_is_503_and_says_no_more(reporter: str, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise StoreBroken("/duong/dan/bi-mat.duckdb")

    monkeypatch.setattr(_api.boards, "board", broken)
    answer = get("board", reporter)
    assert (answer.status_code, answer.json()["code"]) == (503, "store")
    assert "bi-mat" not in answer.text


def test_what_nobody_thought_of_is_500_and_says_no_more(reporter, monkeypatch, caplog):
    def broken(*_: object, **__: object) -> None:
        raise KeyError("bi-mat")

    monkeypatch.setattr(_api.boards, "board", broken)
    answer = get("board", reporter)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "bi-mat" not in answer.text
    assert "bi-mat" in caplog.text

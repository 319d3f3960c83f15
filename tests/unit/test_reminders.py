"""Letters to those who have not reported: when, to whom, never twice; with a real mail server."""

from __future__ import annotations

import email
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indicators import audit, locks
from indicators.access import Grant
from indicators.access.person_rows import add_grants, add_person
from indicators.commands import cli
from indicators.errors import InputRejected
from indicators.reminders import clockwork, planned, send_due
from indicators.reminders import mail as post
from indicators.reminders.due import MOST_TRIES, days_of, kind_on
from indicators.submission import submit
from tests import mail_office, offices
from tests.offices import DATA, Settings

ROOT = Path(__file__).parents[2]
DUE = date(2026, 11, 5)  # of October, by the settings' day
PLAN = ("--name", "Đầu mối", "--role", "reporter")


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Path]:
    """The folder of a mail server's letters; `mail.toml` in it names that server."""
    folder = tmp_path / "thu"
    with served(folder) as port:
        settings_file(folder, port)
        yield folder


class served:  # noqa: N801 - used as a with block
    """A mail server of its own, as a program."""

    def __init__(self, folder: Path, *certificate: Path) -> None:
        folder.mkdir()
        self.folder = folder
        command = [sys.executable, "-m", "tests.mail_office", str(folder), *map(str, certificate)]
        self.program = subprocess.Popen(command, cwd=ROOT)

    def __enter__(self) -> int:
        for _ in range(300):
            if (self.folder / "port").exists():
                return int((self.folder / "port").read_text(encoding="utf-8"))
            time.sleep(0.1)
        raise AssertionError("no mail server")

    def __exit__(self, *_: object) -> None:
        self.program.terminate()
        self.program.wait(timeout=20)


def settings_file(folder: Path, port: int, *lines: str, tls: str = "none") -> Path:
    path = folder / "mail.toml"
    told = [
        'host = "localhost"',
        f"port = {port}",
        f'tls = "{tls}"',
        'sender = "Bảng Xanh <bangxanh@so.vn>"',
    ]
    path.write_text("\n".join([*told, *lines]), encoding="utf-8")
    return path


@pytest.fixture
def office(small_office, letters, the_clock):
    """Rooms a, b and c owe October; a and b have a reporter with an address, c has none."""
    the_clock.set("2026-11-02 08:00")
    settings = Settings(
        data=DATA,
        store=offices.MEMORY,
        samples=False,
        home_unit="so",
        smtp=letters / "mail.toml",
        url="https://bangxanh.so.vn",
        office="Sở Xây dựng",
    )
    begun = offices.target("RATE", valid_from=date(2026, 10, 1))
    office = small_office(
        offices.catalogue([offices.indicator("RATE")], [begun]), settings=settings
    )
    for unit in ("a", "b"):
        add(office, f"dau.moi.{unit}", unit)
    return office


def add(office, account, unit, *, address=None, role="reporter", **changes: object):
    person = {"name": account, "by": "x", "is_sample": False, "at": offices.EARLY, **changes}
    with office.store.write("test", changes_board=False) as write:
        add_person(write, account, email=address or f"{account}@so.vn", **person)
        add_grants(write, account, [Grant(role, unit)], by="x", at=offices.EARLY)


def send(office):
    return send_due(office, office.operator())


def inbox(letters):
    """Return (address, message) of every letter taken, oldest first."""
    found = []
    for number in range(1, len(list(letters.glob("*.eml"))) + 1):
        first, _, text = (letters / f"{number}.eml").read_bytes().partition(b"\r\n")
        found.append((first.decode(), email.message_from_bytes(text, policy=default)))
    return found


def told(reminders):
    return [(each.report.unit, each.report.period, each.kind) for each in reminders]


def actions(office):
    rows = audit.selected(office.store, audit.AuditFilter(on="reminder"))
    return [(row["action"], row["object_id"], row["details"]["to"]) for row in rows]


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (DUE - timedelta(days=4), None),
        (DUE - timedelta(days=3), "before-3"),
        (DUE - timedelta(days=1), "before-3"),
        (DUE, "due"),
        (DUE + timedelta(days=1), "late-1"),
        (DUE + timedelta(days=2), "late-1"),  # the job was off yesterday, and catches up
        (DUE + timedelta(days=3), "late-3"),
        (DUE + timedelta(days=30), "late-3"),
    ],
)
def test_the_last_day_reached_is_the_one(today, kind):
    assert kind_on(DUE, today, days_of("3,-1,0,-3")) == kind


def test_three_days_before_each_reporter_gets_one_letter(office, letters):
    outcome = send(office)
    assert told(outcome.sent) == [("a", "2026-10", "before-3"), ("b", "2026-10", "before-3")]
    assert [each.unit for each in outcome.unreachable] == ["c"]
    (first, letter), (second, _) = inbox(letters)
    assert (first, second) == ("dau.moi.a@so.vn", "dau.moi.b@so.vn")
    assert letter["From"] == "Bảng Xanh <bangxanh@so.vn>"
    assert letter["To"] == "dau.moi.a@so.vn"
    assert letter["Subject"] == "[Bảng Xanh] Nhắc báo cáo tháng 10/2026, Đơn vị a"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime == datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
    text = letter.get_content()
    for words in (
        "Kính gửi: Đơn vị a",
        "Kế hoạch",
        "tháng 10/2026 phải gửi chậm nhất ngày 05/11/2026",
        "còn 3 ngày",
        "- Chỉ tiêu RATE (mục I.RATE)",
        "https://bangxanh.so.vn/upload",
    ):
        assert words in text
    assert actions(office) == [
        ("reminder.sent", "reminder/2026-10/a", "dau.moi.a"),
        ("reminder.sent", "reminder/2026-10/b", "dau.moi.b"),
    ]


def test_never_twice_and_the_next_kind_once(office, letters, the_clock):
    send(office)
    assert send(office).sent == ()
    the_clock.set("2026-11-03 08:00")
    assert send(office).sent == ()
    assert len(inbox(letters)) == 2
    the_clock.set("2026-11-05 08:00")
    assert told(send(office).sent) == [("a", "2026-10", "due"), ("b", "2026-10", "due")]
    assert len(inbox(letters)) == 4


def test_a_job_that_was_off_catches_up_with_the_newest_kind_alone(office, letters, the_clock):
    the_clock.set("2026-11-07 08:00")  # nothing ran on the 2nd, the 5th and the 6th
    assert told(send(office).sent) == [("a", "2026-10", "late-1"), ("b", "2026-10", "late-1")]
    _, letter = inbox(letters)[0]
    assert letter["Subject"] == "[Bảng Xanh] Quá hạn báo cáo tháng 10/2026, Đơn vị a"
    assert "đã quá hạn 2 ngày" in letter.get_content()
    the_clock.set("2026-12-25 08:00")
    october = [each for each in send(office).sent if each.report.period == "2026-10"]
    assert told(october) == [("a", "2026-10", "late-3"), ("b", "2026-10", "late-3")]


def test_one_letter_an_address_about_all_that_is_due(office, letters, the_clock):
    office.keep_current()
    the_clock.set("2026-12-05 08:00")  # October is a month late, November due today
    outcome = send(office)
    assert told(outcome.sent) == [
        ("a", "2026-10", "late-3"), ("a", "2026-11", "due"),
        ("b", "2026-10", "late-3"), ("b", "2026-11", "due"),
    ]  # fmt: skip
    assert len(inbox(letters)) == 2
    _, letter = inbox(letters)[0]
    assert "và 1 báo cáo khác" in letter["Subject"]
    assert letter.get_content().count("Căn cứ") == 2


def test_who_has_reported_is_left_in_peace(office):
    rows = [offices.figure("a", value=95.0)]
    submit(office, office.operator("can-bo"), offices.reading(rows))
    assert [each.report.unit for each in send(office).sent] == ["b"]


def test_whom_a_letter_goes_to(office):
    add(office, "mau", "a", is_sample=True)
    add(office, "lanh.dao", "a", role="leader")
    add(office, "nghi", "a")
    with office.store.write("test", changes_board=False) as write:
        write.run("access/record_person_disabled", account="nghi", disabled_at=offices.EARLY)
    add(office, "dau.moi.so", "so")
    found = {
        (each.report.unit, each.account) for each in planned(office, office.operator()).reminders
    }
    # c has nobody of its own: the reporter of the unit above is told
    assert found == {("a", "dau.moi.a"), ("b", "dau.moi.b"), ("c", "dau.moi.so")}


def test_a_closed_period_is_not_asked_for(office):
    locks.lock(office, office.operator("van-phong"), unit="a", period="2026-10")
    assert [each.report.unit for each in planned(office, office.operator()).reminders] == ["b"]


def test_a_refused_letter_is_tried_again_a_few_times_and_then_given_up(office, letters):
    add(office, "khong-co", "c", address="khong-co@so.vn")
    for number in range(1, MOST_TRIES):
        outcome = send(office)
        assert [each.count_tries for each in outcome.failed] == [number]
        assert "nobody of that name" in outcome.failed[0].detail
    assert [each.recipient for each in send(office).given_up] == ["khong-co@so.vn"]
    before = len(actions(office))
    assert [each.count_tries for each in send(office).given_up] == [MOST_TRIES]
    assert len(actions(office)) == before
    assert len(inbox(letters)) == 2


def test_a_letter_refused_for_now_goes_out_later(office, letters):
    add(office, "ban", "c", address="ban@so.vn")
    assert [each.recipient for each in send(office).failed] == ["ban@so.vn"]
    (letters / "mo").touch()
    outcome = send(office)
    assert [(each.recipient, each.count_tries) for each in outcome.sent] == [("ban@so.vn", 2)]
    assert outcome.failed == ()


def test_a_server_that_falls_silent_may_have_sent_it_so_it_is_not_sent_again(office, letters):
    add(office, "dut", "c", address="dut@so.vn")
    outcome = send(office)
    assert [each.recipient for each in outcome.unsure] == ["dut@so.vn"]
    assert len(outcome.sent) == 2
    again = send(office)
    assert [each.recipient for each in again.unsure] == ["dut@so.vn"]
    assert [address for address, _ in inbox(letters)].count("dut@so.vn") == 1
    assert ("reminder.unsure", "reminder/2026-10/c", "dut") in actions(office)


def test_a_crash_between_claim_and_outcome_is_told_and_not_sent_again(office, letters, monkeypatch):
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(post, "send", crash)
        with pytest.raises(KeyboardInterrupt):
            send(office)
    outcome = send(office)
    assert told(outcome.unsure) == [("a", "2026-10", "before-3")]
    assert told(outcome.sent) == [("b", "2026-10", "before-3")]
    assert [address for address, _ in inbox(letters)] == ["dau.moi.b@so.vn"]


def test_no_server_no_claim(office, letters):
    settings_file(letters, 1)
    outcome = send(office)
    assert "Chưa có gì được gửi" in outcome.fault
    assert (outcome.sent, outcome.failed, outcome.unsure) == ((), (), ())
    assert all(each.state is None for each in planned(office, office.operator()).reminders)


def test_two_at_once_send_each_letter_once(office, letters):
    threads = [threading.Thread(target=send, args=(office,)) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(address for address, _ in inbox(letters)) == [
        "dau.moi.a@so.vn",
        "dau.moi.b@so.vn",
    ]


def test_without_a_mail_server_nothing_leaves(small_office, the_clock):
    the_clock.set("2026-11-05 08:00")
    with pytest.raises(InputRejected, match="BANGXANH_SMTP"):
        send(small_office())


def certified(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of localhost that vouches for itself."""
    from cryptography import x509  # noqa: PLC0415 - slow, for one test
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def test_starttls_with_a_password_and_a_certificate_that_must_be_good(tmp_path):
    certificate = certified(tmp_path)
    secret = tmp_path / "kin" / "mat-khau.txt"
    with served(secret.parent, *certificate) as port:
        secret.write_text(mail_office.PASSWORD, encoding="utf-8")
        secret.chmod(0o600)
        lines = [f'user = "{mail_office.USER}"', 'password_file = "mat-khau.txt"']
        path = settings_file(secret.parent, port, *lines, tls="starttls")
        letter = post.Letter("ai-do@so.vn", "Thử", ".một dấu chấm đầu dòng\n.\nhết")
        with pytest.raises(post.MailFault, match="CERTIFICATE_VERIFY_FAILED"):  # noqa: SIM117
            with post.post_office(post.read(path)):
                pass
        path = settings_file(
            secret.parent, port, *lines, f'ca_file = "{certificate[0]}"', tls="starttls"
        )
        with post.post_office(post.read(path)) as server:
            post.send(server, post.read(path), letter)
        ((_, got),) = inbox(secret.parent)
        assert got.get_content().splitlines() == [".một dấu chấm đầu dòng", ".", "hết"]
        secret.write_text("sai", encoding="utf-8")
        with pytest.raises(post.MailFault, match="535"):  # noqa: SIM117
            with post.post_office(post.read(path)):
                pass


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("mail = 1", "không có mục «mail»"),
        ('user = "x"', "phải có cả hai"),
        ('user = "x"\npassword_file = "khong-co"', "không đọc được password_file"),
        ('sender = "so.vn"', "phải là địa chỉ thư"),
        ("port = 70000", "số cổng"),
        ('port = "25"', "số cổng"),
        ('tls = "ssl"', "dùng được: none, starttls, tls"),
        ('host = ""', "không để trống"),
        ('host = "thu.so.vn"\nuser = "x"\npassword_file = "f"', "không mã hóa"),
    ],
)
def test_what_is_wrong_in_the_settings_file_is_named(tmp_path, line, fault):
    given = {name for name in ("host", "port", "tls", "sender") if f"{name} =" in line}
    kept = {"host": '"localhost"', "port": "25", "tls": '"none"', "sender": '"a@so.vn"'}
    lines = [f"{name} = {value}" for name, value in kept.items() if name not in given]
    path = tmp_path / "mail.toml"
    path.write_text("\n".join([*lines, line]), encoding="utf-8")
    with pytest.raises(InputRejected, match=fault):
        post.read(path)


def test_a_password_that_no_server_can_be_told_is_refused(tmp_path):
    (tmp_path / "kin.txt").write_text("mật khẩu", encoding="utf-8")
    (tmp_path / "kin.txt").chmod(0o600)
    path = settings_file(tmp_path, 25, 'user = "x"', 'password_file = "kin.txt"')
    with pytest.raises(InputRejected, match="không dấu"):
        post.read(path)


@pytest.mark.skipif(os.name == "nt", reason="permissions there are lists of their own")
def test_a_password_that_others_can_read_is_refused(tmp_path):
    (tmp_path / "kin.txt").write_text("mat-khau", encoding="utf-8")
    (tmp_path / "kin.txt").chmod(0o644)
    path = settings_file(tmp_path, 25, 'user = "x"', 'password_file = "kin.txt"')
    with pytest.raises(InputRejected, match="chmod 600"):
        post.read(path)


def test_the_server_sends_by_itself_from_its_hour_on(office, letters, the_clock):
    office.settings = office.settings.model_copy(update={"remind_at": 9})
    stop = clockwork.start(office, every=0.05)
    assert stop is not None
    try:
        time.sleep(0.5)
        assert inbox(letters) == []  # 08:00
        the_clock.set("2026-11-02 15:00")  # it was off at nine
        for _ in range(200):
            if len(inbox(letters)) == 2:
                break
            time.sleep(0.1)
    finally:
        stop()
    assert len(inbox(letters)) == 2


def test_the_server_sends_nothing_unless_told_to(office, small_office):
    assert clockwork.start(office) is None  # no hour
    office = small_office()
    office.settings = office.settings.model_copy(update={"remind_at": 9})
    assert clockwork.start(office) is None  # no mail server


@pytest.fixture
def command(settings, prepared_store, the_clock, letters, monkeypatch):
    """Run `remind` on an office with the real catalogue whose rooms owe October."""
    offices.copy_store(prepared_store, settings.store_path)
    the_clock.set("2026-11-06 08:00")
    monkeypatch.setenv("BANGXANH_SMTP", str(letters / "mail.toml"))

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments)

    call("user", "add", "qlxd", *PLAN, "--unit", "dl-sxd-qlxd", "--email", "qlxd@so.vn")
    return call


def test_the_command_lists_and_then_sends_once(command, letters):
    listed = json.loads(command("remind", "--dry-run", "--json").stdout)
    found = {(each["period"], each["kind"], each["days"]) for each in listed["due"]}
    assert {("2026-10", "late-1", 1), ("2026-09", "late-3", 32)} <= found
    assert {each["unit"] for each in listed["due"]} == {"dl-sxd-qlxd"}
    assert "dl-sxd-nha" in {each["unit"] for each in listed["unreachable"]}
    assert inbox(letters) == []
    sent = command("remind", "--json")
    assert sent.exit_code == 0
    assert len(json.loads(sent.stdout)["sent"]) == len(listed["due"])
    assert "Đã gửi 0 lời nhắc" in command("remind").stdout
    assert "không có thư nào" in command("remind", "--dry-run").stdout
    ((_, letter),) = inbox(letters)
    assert "Mục IV.1, Kế hoạch 11/2025 của Sở Xây dựng" in letter.get_content()
    assert "và 5 chỉ tiêu khác" in letter.get_content()


def test_the_command_says_what_kept_it(command, letters, monkeypatch):
    settings_file(letters, 1)
    broken = command("remind")
    assert broken.exit_code == 3
    assert "Không gửi được thư" in broken.stderr
    monkeypatch.delenv("BANGXANH_SMTP")
    unset = command("remind")
    assert unset.exit_code == 2
    assert command("remind", "--dry-run").exit_code == 0

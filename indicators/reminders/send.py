"""Sending what is due: each reminder is claimed in the store before its letter leaves.

A claim (`sending`) that no outcome follows, as after a crash, may or may not have gone out: it is
never sent again by itself, and told at every run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicators import audit, clock
from indicators.access import Principal, needs
from indicators.errors import InputRejected, Problem
from indicators.reminders import mail
from indicators.reminders.due import Plan, Reminder, State, key_of, planned, standing_of
from indicators.reminders.mail import Letter, MailFault, MailSettings, NotSent, Unsure
from indicators.reminders.words import Sender, subject
from indicators.reporting import UnitReport
from indicators.workspace import Workspace
from queries import Transaction

NO_SERVER = (
    "Chưa khai máy chủ thư: đặt BANGXANH_SMTP là đường dẫn của tệp cấu hình (xem README.md, «Nhắc"
    " báo cáo bằng thư»). Không có thư nào được gửi."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one run.

    `failed` are tried again by the next run, `given_up` never; `unsure` may or may not have gone
    out, now or in a run that did not end. `fault` says why the run stopped early, "" if it did not.
    """

    sent: tuple[Reminder, ...] = ()
    failed: tuple[Reminder, ...] = ()
    unsure: tuple[Reminder, ...] = ()
    given_up: tuple[Reminder, ...] = ()
    unreachable: tuple[UnitReport, ...] = ()
    fault: str = ""


@needs("review")
def send_due(workspace: Workspace, who: Principal) -> Outcome:
    """Send every reminder that is due and was not sent, one letter an address.

    Raises:
        InputRejected: no mail server is set, or its settings file is no good.
    """
    if workspace.settings.smtp is None:
        raise InputRejected([Problem.error("smtp-settings", NO_SERVER)])
    settings = mail.read(workspace.settings.smtp)
    plan, fault = planned(workspace, who), ""
    done: list[Reminder] = []
    for group in _letters(plan):
        try:
            done += _send(workspace, who, settings, group)
        except MailFault as error:
            fault = str(error)
            break
    return _outcome(plan, done, fault)


def _letters(plan: Plan) -> list[list[Reminder]]:
    """Return what is still to be sent, by address."""
    found: dict[str, list[Reminder]] = {}
    for each in plan.reminders:
        if each.is_waiting:
            found.setdefault(each.recipient, []).append(each)
    return list(found.values())


def _send(
    workspace: Workspace, who: Principal, settings: MailSettings, group: Sequence[Reminder]
) -> list[Reminder]:
    """Send one letter; nothing is claimed before the server has let us in.

    Raises:
        MailFault: it did not.
    """
    with mail.post_office(settings) as server:
        claimed = _claimed(workspace, who, group)
        if not claimed:
            return []
        try:
            mail.send(server, settings, _letter(workspace, claimed))
        except NotSent as error:
            return _recorded(workspace, who, claimed, "failed", str(error))
        except Unsure as error:
            return _left_open(workspace, who, claimed, str(error))
        return _recorded(workspace, who, claimed, "sent", "")


def _claimed(workspace: Workspace, who: Principal, group: Iterable[Reminder]) -> list[Reminder]:
    """Claim, in one write, those that nobody else claimed meanwhile."""
    with workspace.store.write("reminder", changes_board=False) as write:
        rows = write.rows("reminder/standing", scope=who.roots("review"))
        now = {key_of(row): standing_of(row) for row in rows}
        fresh = [replace(each, **now.get(each.key, {})) for each in group]
        claimed = [
            replace(each, state="sending", count_tries=each.count_tries + 1, detail="")
            for each in fresh
            if each.is_waiting
        ]
        for each in claimed:
            _record(write, each)
    return claimed


def _recorded(
    workspace: Workspace, who: Principal, group: Sequence[Reminder], state: State, detail: str
) -> list[Reminder]:
    """Write what came of a letter, beside its rows in the trail."""
    done = [replace(each, state=state, detail=detail) for each in group]
    with workspace.store.write("reminder", changes_board=False) as write:
        for each in done:
            _record(write, each)
        workspace.trail.record(write, *(_entry(who, each, state) for each in done))
    return done


def _left_open(
    workspace: Workspace, who: Principal, group: Sequence[Reminder], detail: str
) -> list[Reminder]:
    """Leave a claim as it is, and tell the trail why."""
    done = [replace(each, detail=detail) for each in group]
    with workspace.store.write("reminder", changes_board=False) as write:
        workspace.trail.record(write, *(_entry(who, each, "unsure") for each in done))
    return done


def _record(write: Transaction, each: Reminder) -> None:
    write.run(
        "reminder/record_reminder",
        duty_id=each.report.duty,
        unit_id=each.report.unit,
        period=each.report.period,
        kind=each.kind,
        recipient=each.recipient,
        state=each.state,
        count_tries=each.count_tries,
        tried_at=clock.now(),
        detail=each.detail,
    )


def _entry(who: Principal, each: Reminder, what: str) -> audit.Entry:
    told: dict[str, object] = {"duty": each.report.duty, "kind": each.kind, "to": each.account}
    if each.detail:
        told["detail"] = each.detail
    on = f"reminder/{each.report.period}/{each.report.unit}"
    return audit.Entry(who.account, f"reminder.{what}", on, session=who.session, details=told)


def _letter(workspace: Workspace, group: Sequence[Reminder]) -> Letter:
    """Return one letter about everything in `group`, unit by unit."""
    settings, catalogue = workspace.settings, workspace.catalogue
    sender = Sender(settings.office, settings.url, catalogue, clock.today())
    by_unit: dict[str, list[UnitReport]] = {}
    for each in group:
        by_unit.setdefault(each.report.unit, []).append(each.report)
    text = "\n\n".join(sender.letter(reports) for reports in by_unit.values())
    reports = [each.report for each in group]
    return Letter(group[0].recipient, subject(catalogue, reports), text)


def _outcome(plan: Plan, done: Sequence[Reminder], fault: str) -> Outcome:
    """Sort what was done now, and what earlier runs left open or gave up."""
    tried = {each.key for each in done}
    left = [each for each in plan.reminders if each.key not in tried]
    all_now = [*done, *(each for each in left if not each.is_waiting)]
    failed = [each for each in all_now if each.state == "failed"]
    return Outcome(
        sent=tuple(each for each in done if each.state == "sent"),
        failed=tuple(each for each in failed if each.is_waiting),
        unsure=tuple(each for each in all_now if each.state == "sending"),
        given_up=tuple(each for each in failed if not each.is_waiting),
        unreachable=plan.unreachable,
        fault=fault,
    )

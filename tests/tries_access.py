"""How the guarded functions of people and access are tried: inside a scope, and by a stranger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from indicators import audit, audit_log, backups, definitions, downloads
from indicators.access import Grant, Principal, accounts_file, api_tokens, people, people_sessions
from indicators.access.accounts_file import PeopleFile, Wanted
from tests import tries_calendars, tries_reports

if TYPE_CHECKING:
    from tests.tries import Ids, Seen

Inside = Callable[["Seen", Principal], Any]
Outside = Callable[["Seen", Principal, "Ids"], Any]


def _book(seen: Seen, unit: str) -> Path:
    """Write a workbook that names one new person of a unit."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Tài khoản", "Họ và tên", "Vai trò", "Đơn vị"])
    sheet.append(["thu-tep", "Người thử", "Cán bộ đầu mối", unit])
    path = seen.folder / "nguoi.xlsx"
    book.save(path)
    return path


def _named(unit: str) -> PeopleFile:
    """Return what a workbook that names one new person of a unit was understood as."""
    wanted = Wanted("thu-tep", "Người thử", None, 2, {Grant("reporter", unit)})
    return PeopleFile("nguoi.xlsx", (wanted,), ())


def _invite(seen: Seen, who: Principal, unit: str) -> str:
    grants = [Grant("reporter", unit)]
    return people.invite(
        seen.office, who, account="thu-moi", name="Người thử", email=None, grants=grants
    )


def _change(seen: Seen, who: Principal, account: str) -> None:
    grants = [Grant("reporter", "a")]
    people.change(seen.office, who, account, name="Tên khác", email=None, grants=grants)


ACCESS: Mapping[str, tuple[Inside, Outside | None]] = {
    "access.people.people": (lambda s, who: people.people(s.office, who), None),
    "access.people.person": (
        lambda s, who: people.person(s.office, who, "nguoi-a"),
        lambda s, who, ids: people.person(s.office, who, ids.account),
    ),
    "access.people.invite": (
        lambda s, who: _invite(s, who, "a"),
        lambda s, who, ids: _invite(s, who, ids.unit),
    ),
    "access.people.change": (
        lambda s, who: _change(s, who, "khong-co"),
        lambda s, who, ids: _change(s, who, ids.account),
    ),
    "access.people.disable": (
        lambda s, who: people.disable(s.office, who, "khong-co"),
        lambda s, who, ids: people.disable(s.office, who, ids.account),
    ),
    "access.people.enable": (
        lambda s, who: people.enable(s.office, who, "khong-co"),
        lambda s, who, ids: people.enable(s.office, who, ids.account),
    ),
    "access.people.reset": (
        lambda s, who: people.reset(s.office, who, "khong-co"),
        lambda s, who, ids: people.reset(s.office, who, ids.account),
    ),
    "access.people_sessions.sessions_of": (
        lambda s, who: people_sessions.sessions_of(s.office, who, "nguoi-a"),
        lambda s, who, ids: people_sessions.sessions_of(s.office, who, ids.account),
    ),
    "access.people_sessions.end_sessions": (
        lambda s, who: people_sessions.end_sessions(s.office, who, "khong-co"),
        lambda s, who, ids: people_sessions.end_sessions(s.office, who, ids.account),
    ),
    "access.accounts_file.read_people": (
        lambda s, who: accounts_file.read_people(s.office, who, _book(s, "a")),
        lambda s, who, ids: accounts_file.read_people(s.office, who, _book(s, ids.unit)).problems,
    ),
    "access.accounts_file.apply_people": (
        lambda s, who: accounts_file.apply_people(s.office, who, PeopleFile("x", (), ())),
        lambda s, who, ids: accounts_file.apply_people(s.office, who, _named(ids.unit)),
    ),
    "access.api_tokens.create": (
        lambda s, who: api_tokens.create(s.office, who, label="thử", rights=["read"], days=1),
        None,
    ),
    "access.api_tokens.tokens": (lambda s, who: api_tokens.tokens(s.office, who), None),
    "access.api_tokens.revoke": (
        lambda s, who: api_tokens.revoke(s.office, who, "khong-co"),
        None,
    ),
    "audit_log.entries": (
        lambda s, who: audit_log.entries(s.office, who, audit.AuditFilter()),
        lambda s, who, ids: audit_log.entries(
            s.office, who, audit.AuditFilter(on=f"submission/{ids.submission}")
        ),
    ),
    "audit_log.exported": (
        lambda s, who: audit_log.exported(s.office, who, audit.AuditFilter()),
        lambda s, who, ids: audit_log.exported(
            s.office, who, audit.AuditFilter(on=f"submission/{ids.submission}")
        ),
    ),
    "audit_log.verdict": (lambda s, who: audit_log.verdict(s.office, who), None),
    "backups.backups": (lambda s, who: backups.backups(s.office, who), None),
    "definitions.definitions": (lambda s, who: definitions.definitions(s.office, who), None),
    "downloads.people_template": (
        lambda s, who: downloads.people_template(s.office, who),
        None,
    ),
    **tries_calendars.CALENDARS,
    **tries_reports.REPORTS,
}  # fmt: skip

_INSIDE = "inside a write whose caller was guarded"
_PROVES = "whoever comes is nobody yet: what they bring is proven here"
_OWN = "who acts is the one it is done to"

OPEN_FUNCTIONS: Mapping[str, str] = {
    **tries_calendars.OPEN_FUNCTIONS,
    **tries_reports.OPEN_FUNCTIONS,
    "access.api_tokens.principal_of_token": _PROVES,
    "access.identities.person_of": _PROVES,
    "access.links.address_of": "puts a token that the caller holds into an address",
    "access.links.issue": _INSIDE,
    "access.links.look_up": _PROVES,
    "access.links.setup_link": "the server's own start, into a file that its owner alone reads",
    "access.links.use": _PROVES,
    "access.oidc.sign_in.sign_in": _PROVES,
    "access.own.change_password": _OWN,
    "access.own.end_others": _OWN,
    "access.own.end_own": _OWN,
    "access.people.add": _INSIDE,
    "access.people.replace": _INSIDE,
    "access.person.own": _INSIDE,
    "access.person.refuse_sample": "only ever refuses",
    "access.person.tops": "the units of the catalogue that are below no other",
    "access.person_rows.set_password": _INSIDE,
    "access.sign_in.sign_in": _PROVES,
    "access.sign_in.sign_out": "the handle comes from the gate, by the browser's own cookie",
    "access.trial.begin_sample": "anyone at this machine, while nothing in the store is real",
    "access.trial.is_trial": "whether anything is real, asked before anyone is known",
    "access.trial.unit_of": "which room of the catalogue an invented person sits in",
    "downloads.record_taken": "adds to the trail what a guarded function handed out",
    "health.looks": "states of the system: no figure, person or path is in them",
    "settings_log.note_changes": "the server's own start",
}

_SIGN_IN = "before anyone is known: whether somebody may come in"
_HELD = "the roles of somebody whom a session or token already named"

OPEN_QUERIES: Mapping[str, str] = {
    **tries_reports.OPEN_QUERIES,
    "access/admin_units": "whether an administrator is left, inside a guarded write",
    "access/admins": "whether the set-up link is still good",
    "access/grants": _HELD,
    "access/identity": _SIGN_IN,
    "access/identity_name_taken": _SIGN_IN,
    "access/link": _SIGN_IN,
    "access/person": _SIGN_IN,
    "access/sessions": "the sessions that live when the program starts",
    "access/standing": _HELD,
    "access/tokens_alive": "the tokens that open anything, when the program starts",
    "access/tokens_of": "of one account, which is the asker's own",
    "access/trial": "how much is real and how much invented",
}

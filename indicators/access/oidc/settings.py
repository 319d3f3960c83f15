"""The office's settings file for its identity provider: one TOML, named by BANGXANH_OIDC.

README.md, "Đăng nhập một lần", shows a whole one.
"""

from __future__ import annotations

import ipaddress
import os
import stat
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from indicators.access.principal import ROLES, Grant, Role
from indicators.errors import InputRejected, Problem
from indicators.text import clean

_CODE = "oidc-settings"
LABEL = "Đăng nhập bằng tài khoản cơ quan"
_DEFAULTS = {"label": LABEL, "groups_claim": "groups", "ca_file": ""}
_REQUIRED = ("issuer", "client_id", "client_secret_file")
_SCOPES = ("openid", "profile", "email")
_TEXTS = (*_REQUIRED, *_DEFAULTS)
_RULE = ("name", "role", "unit")


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """What a settings file says; `rules` are pairs of a provider's group and what it gives."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    label: str
    scopes: tuple[str, ...]
    groups_claim: str
    ca_file: Path | None
    rules: tuple[tuple[str, Grant], ...]

    def grants(self, groups: Iterable[str]) -> frozenset[Grant]:
        """Return what the table gives to someone who is in `groups`; names must be equal."""
        held = set(groups)
        return frozenset(grant for name, grant in self.rules if name in held)


def read(path: Path, units: Collection[str]) -> OidcSettings:
    """Return the settings in the file at `path`.

    Args:
        path: the TOML; file names in it are relative to its folder.
        units: every unit that a group may be given a role in.

    Raises:
        InputRejected: with every problem of the file at once.
    """
    found, problems = check(path, units)
    if found is None:
        raise InputRejected([each for each in problems if each.is_error])
    return found


def check(path: Path, units: Collection[str]) -> tuple[OidcSettings | None, list[Problem]]:
    """Return the settings, None where they cannot be used, and all that is wrong with the file."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, [_fault(path, f"không đọc được: {error}")]
    told = [*_misshapen(table), *_wrong_issuer(table.get("issuer"))]
    rules, wrong = _rules(table.get("group"), units)
    secret, unread = _secret(path, table.get("client_secret_file"))
    problems = [_fault(path, each) for each in (*told, *wrong, *unread)]
    if problems:
        return None, problems
    texts = {name: clean(str(table.get(name, _DEFAULTS.get(name)))) for name in _TEXTS}
    found = OidcSettings(
        issuer=texts["issuer"],
        client_id=texts["client_id"],
        client_secret=secret,
        label=texts["label"],
        scopes=tuple(dict.fromkeys(("openid", *table.get("scopes", _SCOPES)))),
        groups_claim=texts["groups_claim"],
        ca_file=path.parent / texts["ca_file"] if texts["ca_file"] else None,
        rules=rules,
    )
    return found, _exposed(path, path.parent / texts["client_secret_file"])


def is_loopback(host: str | None) -> bool:
    """Whether a host name is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _misshapen(table: Mapping[str, Any]) -> Iterable[str]:
    for name in table:
        if name not in {*_TEXTS, "scopes", "group"}:
            yield f"không có mục «{name}»; dùng được: {', '.join((*_TEXTS, 'scopes', 'group'))}"
    for name in _TEXTS:
        given = table.get(name, _DEFAULTS.get(name))
        if given is None:
            yield f"thiếu mục «{name}»"
        elif not isinstance(given, str) or (name != "ca_file" and not clean(given)):
            yield f"mục «{name}» phải là chữ trong ngoặc kép, không để trống"
    scopes = table.get("scopes", [])
    if not isinstance(scopes, list) or not all(_is_scope(each) for each in scopes):
        yield 'mục «scopes» phải là danh sách chữ, ví dụ ["openid", "profile", "email"]'


def _is_scope(given: object) -> bool:
    return isinstance(given, str) and bool(given) and given.isascii() and given.isprintable()


def _wrong_issuer(issuer: object) -> Iterable[str]:
    """Yield what keeps an address from being an issuer's. Source: OIDC Discovery 1.0, 3."""
    if not isinstance(issuer, str):
        return
    try:
        parts = urlsplit(issuer)
        host, _ = parts.hostname, parts.port
    except ValueError:
        yield f"issuer «{issuer}» không phải là một địa chỉ"
        return
    if parts.scheme not in {"http", "https"} or not host:
        yield f"issuer «{issuer}» phải là địa chỉ đầy đủ, ví dụ https://sso.co-quan.gov.vn/realms/so"
    elif parts.scheme == "http" and not is_loopback(host):
        yield f"issuer «{issuer}» phải bắt đầu bằng https://; http:// chỉ dùng được cho máy này"
    if parts.query or parts.fragment or parts.username is not None:
        yield f"issuer «{issuer}» không được có ?, # hoặc tên người dùng"


def _rules(
    given: object, units: Collection[str]
) -> tuple[tuple[tuple[str, Grant], ...], list[str]]:
    """Return the table of groups, and what is wrong with it, each by its number in the file."""
    if not isinstance(given, list) or not given:
        return (), ["thiếu bảng [[group]]: không nhóm nào được vào thì không ai đăng nhập được"]
    found: list[tuple[str, Grant]] = []
    wrong: list[str] = []
    for number, each in enumerate(given, start=1):
        row = each if isinstance(each, dict) else {}
        name, role, unit = (row.get(part) for part in _RULE)
        where = f"[[group]] thứ {number}"
        if set(row) - set(_RULE):
            wrong.append(f"{where}: chỉ có các mục name, role, unit")
        if not isinstance(name, str) or not name:
            wrong.append(f"{where}: thiếu «name», tên nhóm ở hệ thống đăng nhập")
        if role not in ROLES:
            wrong.append(f"{where}: «role» là {role!r}; dùng được: {', '.join(ROLES)}")
        if unit not in units:
            wrong.append(f"{where}: không có đơn vị {unit!r} trong data/units")
        found.append((str(name), Grant(cast("Role", role), str(unit))))
    return ((), wrong) if wrong else (tuple(found), [])


def _secret(path: Path, name: object) -> tuple[str, list[str]]:
    """Return the client's secret from its own file, so that the settings hold none."""
    if not isinstance(name, str) or not name:
        return "", []
    try:
        secret = (path.parent / name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        return "", [f"không đọc được client_secret_file: {error}"]
    return secret, [] if secret else [f"client_secret_file {name} trống"]


def _exposed(path: Path, secret: Path) -> list[Problem]:
    if os.name == "nt" or not secret.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return []
    told = f"{path}: {secret.name} không chỉ chủ tệp đọc được; chạy chmod 600 {secret}"
    return [Problem.warning(_CODE, told)]


def _fault(path: Path, told: str) -> Problem:
    return Problem.error(_CODE, f"{path}: {told}")

"""The trail in people's words: what was done, to what, and the particulars."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from indicators import clock
from indicators.audit.actions import Kind, action_of
from indicators.i18n import t
from pages import _widgets as widgets
from pages import _words as words
from pages._devices import device


def kinds() -> dict[Kind, str]:
    """Return what each kind of action is called."""
    return {
        "sign-in": t("Đăng nhập, đăng xuất"),
        "refusal": t("Bị từ chối"),
        "people": t("Người dùng và quyền"),
        "figures": t("Số liệu"),
        "export": t("Lấy tệp ra"),
        "settings": t("Cấu hình và danh mục"),
        "care": t("Sao lưu và chăm sóc"),
    }


def said(action: str) -> str:
    """Return what is said of an action; its own name where nobody gave it words."""
    found = action_of(action)
    return t(found.said) if found else action


def thing(on: str) -> str:
    """Return what a thing of the trail is called: "tài khoản lan.anh", "lần nộp 12"."""
    kind, _, rest = on.partition("/")
    named = {
        "person": t("tài khoản {name}"),
        "session": t("phiên {name}"),
        "token": t("mã truy cập {name}"),
        "submission": t("lần nộp {name}"),
        "catalogue": t("danh mục số {name}"),
        "evidence": t("minh chứng {name}"),
        "board": t("bảng của {name}"),
        "template": t("biểu mẫu của {name}"),
        "match": t("tên gọi ở {name}"),
        "period": t("kỳ {name}"),
        "cell": t("ô {name}"),
        "draft": t("bản nháp {name}"),
        "report": t("bản xuất {name}"),
        "report-number": t("sổ số văn bản {name}"),
    }
    if not rest or kind not in named:
        return on
    parts = [_called(part) for part in rest.split("/")]
    return named[kind].format(name=", ".join(parts))


def moment(at: datetime) -> str:
    """Return a moment to the second, as rows of one minute differ by it."""
    return f"{clock.local(at):%H:%M:%S %d/%m/%Y}"


def details(told: Mapping[str, Any]) -> str:
    """Return the particulars of a row in one line; sums and what repeats itself left out."""
    named, hidden = _labels(), {"sha256", "now", "folded_text" if "text" in told else ""}
    shown = [
        f"{named.get(name, name)}: {_value(name, value)}"
        for name, value in told.items()
        if name not in hidden and value not in (None, "", [], {})
    ]
    return "; ".join(shown)


def _called(part: str) -> str:
    catalogue = widgets.workspace().catalogue
    if part in catalogue.units:
        return catalogue.units[part].name
    if part in catalogue.indicators:
        return catalogue.indicators[part].name
    return part


def _value(name: str, value: Any) -> str:  # noqa: ANN401 - whatever a row's details hold
    if name == "changed" and isinstance(value, Mapping):
        return ", ".join(
            f"{key}: {_plain(old)} → {_plain(new)}" for key, (old, new) in value.items()
        )
    if name == "agent":
        return device(str(value))
    if isinstance(value, str):
        return _values().get(value, _moment(value))
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    return _plain(value)


def _plain(value: Any) -> str:  # noqa: ANN401 - as above
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _moment(text: str) -> str:
    if "T" not in text:
        return text
    try:
        return words.moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def _labels() -> dict[str, str]:
    return {
        "address": t("địa chỉ mạng"),
        "agent": t("thiết bị"),
        "as_of": t("tính đến"),
        "changed": t("đã đổi"),
        "count_figures": t("số liệu"),
        "count_files": t("số tệp"),
        "count_periods": t("số kỳ"),
        "count_rows": t("số dòng"),
        "email": t("thư điện tử"),
        "expires_at": t("hết hạn"),
        "file": t("tệp"),
        "folder": t("thư mục"),
        "from": t("từ ngày"),
        "grants": t("vai trò"),
        "indicator_id": t("chỉ tiêu"),
        "kept": t("kho cũ giữ ở"),
        "kind": t("cách"),
        "kind_of_action": t("loại việc"),
        "label": t("tên"),
        "name": t("tên"),
        "object": t("đối tượng"),
        "actor": t("người"),
        "period": t("kỳ"),
        "reason": t("lý do"),
        "report": t("bản xuất"),
        "official": t("số văn bản"),
        "year": t("năm"),
        "again": t("làm lại"),
        "is_same": t("giống hệt"),
        "rights": t("quyền"),
        "role": t("vai trò"),
        "roles": t("vai trò"),
        "to": t("đến ngày"),
        "unit": t("đơn vị"),
        "unit_id": t("đơn vị"),
        "version": t("phiên bản dữ liệu"),
        "why": t("vì"),
    }


def _values() -> dict[str, str]:
    """Return the words of values that are the program's own."""
    return {
        "password": t("mật khẩu"),
        "oidc": t("đăng nhập một lần"),
        "sample": t("tài khoản mẫu"),
        "wrong": t("sai mật khẩu"),
        "unknown": t("không có tài khoản này"),
        "blocked": t("đang tạm chặn vì sai nhiều lần"),
        "signed-out": t("người dùng đăng xuất"),
        "ended": t("bị kết thúc từ nơi khác"),
        "roles": t("vai trò thay đổi"),
        "disabled": t("tài khoản tạm dừng"),
        "idle": t("để yên quá lâu"),
        "expired": t("hết hạn phiên"),
        "trial": t("hết dùng thử"),
    }

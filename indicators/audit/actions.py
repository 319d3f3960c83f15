"""What each action of the trail is called (việc đã làm), and which kind it is of.

One line an action: a test finds every action that the code records and asks for its line here.
"export.*" stands for every action that begins so, since new kinds of files come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["sign-in", "refusal", "people", "figures", "export", "settings", "care"]

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Action:
    """One action: its kind, and what is said of whoever did it."""

    kind: Kind
    said: str


ACTIONS: Mapping[str, Action] = {
    "session.began": Action("sign-in", "Đăng nhập"),
    "session.ended": Action("sign-in", "Phiên kết thúc"),
    "sign-in.refused": Action("refusal", "Đăng nhập bị từ chối"),
    "password.refused": Action("refusal", "Đổi mật khẩu bị từ chối"),
    "access.refused": Action("refusal", "Bị từ chối vì không có quyền"),
    "token.refused": Action("refusal", "Mã truy cập bị từ chối"),
    "person.password-set": Action("people", "Đặt mật khẩu"),
    "person.invited": Action("people", "Thêm người dùng"),
    "person.changed": Action("people", "Đổi người dùng hoặc vai trò"),
    "person.disabled": Action("people", "Tạm dừng tài khoản"),
    "person.enabled": Action("people", "Cho tài khoản hoạt động lại"),
    "person.set-up": Action("people", "Lập quản trị đầu tiên"),
    "person.sample": Action("people", "Thêm người dùng mẫu"),
    "person.joined": Action("people", "Thêm người dùng từ đăng nhập một lần"),
    "person.renamed": Action("people", "Đổi tên theo đăng nhập một lần"),
    "person.roles-set": Action("people", "Đặt vai trò theo đăng nhập một lần"),
    "link.setup": Action("people", "Tạo liên kết thiết lập lần đầu"),
    "link.invite": Action("people", "Tạo liên kết mời"),
    "link.reset": Action("people", "Đặt lại mật khẩu, tạo liên kết"),
    "link.setup-used": Action("people", "Dùng liên kết thiết lập lần đầu"),
    "link.invite-used": Action("people", "Dùng liên kết mời"),
    "link.reset-used": Action("people", "Dùng liên kết đặt lại mật khẩu"),
    "token.created": Action("people", "Tạo mã truy cập"),
    "token.revoked": Action("people", "Thu hồi mã truy cập"),
    "submission.recorded": Action("figures", "Nộp số liệu"),
    "submission.approved": Action("figures", "Duyệt lần nộp"),
    "submission.returned": Action("figures", "Trả lại lần nộp"),
    "explanation.asked": Action("figures", "Yêu cầu giải trình một ô"),
    "explanation.written": Action("figures", "Giải trình một ô"),
    "period.locked": Action("figures", "Khóa sổ"),
    "period.unlocked": Action("figures", "Mở lại kỳ đã khóa"),
    "evidence.attached": Action("figures", "Đính minh chứng"),
    "evidence.withdrawn": Action("figures", "Rút minh chứng"),
    "match.chosen": Action("figures", "Chọn chỉ tiêu cho một tên gọi"),
    "match.forgotten": Action("figures", "Bỏ lựa chọn chỉ tiêu của một tên gọi"),
    "reminder.*": Action("figures", "Nhắc báo cáo"),
    "sample.loaded": Action("figures", "Nạp số liệu mẫu"),
    "export.*": Action("export", "Lấy bảng ra tệp"),
    "report.issued": Action("export", "Cấp số cho báo cáo"),
    "report.withdrawn": Action("export", "Thu hồi báo cáo đã cấp số"),
    "report.numbers-used": Action("export", "Ghi số văn bản đã cấp ngoài hệ thống"),
    "template.taken": Action("export", "Lấy biểu mẫu"),
    "calendar.taken": Action("export", "Tải lịch"),
    "calendar.read": Action("export", "Chương trình lịch đọc địa chỉ lịch"),
    "submission.downloaded": Action("export", "Tải tệp gốc"),
    "draft.marked": Action("export", "Lấy tệp đã đánh dấu lỗi"),
    "evidence.downloaded": Action("export", "Tải minh chứng"),
    "people.template-taken": Action("export", "Lấy mẫu danh sách người dùng"),
    "audit.exported": Action("export", "Lấy nhật ký ra tệp"),
    "settings.changed": Action("settings", "Đổi cấu hình"),
    "catalogue.adopted": Action("settings", "Danh mục mới có hiệu lực"),
    "store.started-empty": Action("settings", "Bắt đầu với kho trống"),
    "audit.started": Action("care", "Bắt đầu ghi nhật ký"),
    "audit.accepted": Action("care", "Chấp nhận kho khác mốc neo"),
    "backup.made": Action("care", "Sao lưu"),
    "store.restored": Action("care", "Khôi phục từ bản sao lưu"),
    "cells.rebuilt": Action("care", "Tính lại mọi ô"),
    "evidence.collected": Action("care", "Dọn tệp minh chứng thừa"),
}


def action_of(name: str) -> Action | None:
    """Return what is said of an action; None where it is not known."""
    return ACTIONS.get(name) or ACTIONS.get(f"{name.partition('.')[0]}.*")


def names_of(kind: Kind) -> list[str]:
    """Return the actions of a kind, whole families as "export.*"."""
    return [name for name, each in ACTIONS.items() if each.kind == kind]

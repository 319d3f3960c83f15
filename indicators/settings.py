"""Settings (cấu hình): read from the environment as BANGXANH_…, or from a file named there.

Nothing here is secret: the key of the audit trail is in a file of its own, named here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent


class Settings(BaseSettings):
    """What an office may set. Folders may be relative to where the program is started."""

    model_config = SettingsConfigDict(env_prefix="BANGXANH_", extra="ignore", frozen=True)

    data: Path = Field(default=ROOT / "data", description="Thư mục số liệu: plans, units, store")
    store: Path | None = Field(default=None, description="Tệp kho số liệu; mặc định ở data/store")
    samples: bool = Field(default=True, description="Nạp số liệu mẫu khi kho còn trống")
    office: str = Field(default="Sở Xây dựng tỉnh Đắk Lắk", description="Tên cơ quan trên màn hình")
    home_unit: str = Field(default="dl-sxd", description="Đơn vị mở ra đầu tiên")
    logo: Path | None = Field(default=None, description="Tệp PNG hoặc SVG của biểu trưng")
    audit_key: Path | None = Field(
        default=None, description="Tệp khóa của nhật ký; mặc định ở keys cạnh kho"
    )
    amber_percent: float = Field(default=5.0, ge=0, le=100, description="Dải cận đạt mặc định, %")
    due_day: int = Field(default=5, ge=1, le=28, description="Hạn báo cáo khi văn bản không nêu")
    lock_after_days: int | None = Field(
        default=None,
        ge=0,
        le=366,
        description="Tự khóa sổ sau hạn báo cáo bấy nhiêu ngày; bỏ trống: chỉ khóa bằng tay",
    )
    url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/\s]+/?$",
        description="Địa chỉ mọi người mở: https://bangxanh.so.vn; bắt buộc khi phục vụ máy khác",
    )
    password_rules: Literal["standard", "qd742"] = Field(
        default="standard", description="Quy tắc mật khẩu: standard, hoặc qd742 (QĐ 742/QĐ-BTTTT)"
    )
    oidc: Path | None = Field(default=None, description="Tệp TOML của đăng nhập một lần (OIDC)")
    smtp: Path | None = Field(
        default=None, description="Tệp TOML của máy chủ thư; bỏ trống: không gửi thư nào"
    )
    templates: Path | None = Field(
        default=None,
        description="Thư mục tệp mẫu của cơ quan; lệnh report templates ghi ra để sửa",
    )
    remind_days: str = Field(
        default="3,0,-1,-3",
        pattern=r"^-?\d{1,2}(,-?\d{1,2})*$",
        description="Nhắc báo cáo bằng thư khi còn bấy nhiêu ngày; số âm: đã quá hạn",
    )
    remind_at: int | None = Field(
        default=None, ge=0, le=23, description="Máy chủ tự gửi thư nhắc từ giờ này mỗi ngày"
    )
    language: str = Field(default="vi", pattern="^(vi|en)$", description="Ngôn ngữ màn hình")

    @property
    def store_path(self) -> Path:
        """The DuckDB file."""
        return self.store or self.data / "store" / "bangxanh.duckdb"

    @property
    def audit_key_path(self) -> Path:
        """The file that holds the key of the audit trail; anchors are kept beside it."""
        return self.audit_key or self.store_path.parent / "keys" / "audit.key"

    @property
    def files_path(self) -> Path:
        """The folder that keeps every workbook as it was received, named by its SHA-256."""
        return self.store_path.parent / "files"

    @property
    def evidence_path(self) -> Path:
        """The folder that keeps the files of evidence, two levels deep by their SHA-256."""
        return self.store_path.parent / "evidence"

    @property
    def templates_path(self) -> Path:
        """The folder of the office's own base files for exports; it need not exist."""
        return self.templates or self.store_path.parent / "templates"

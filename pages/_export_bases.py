"""The office's own base files (mẫu riêng): which are in use, ours to begin with, what to place."""

from __future__ import annotations

import streamlit as st

from indicators.export.templates import CENTRAL, DECK, OFFICIAL, REPORT, Base, in_use, starters
from indicators.export.word.placeholders import placeholders
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _widgets as widgets
from pages import _words as words
from pages._table import Value, table


def draw(workspace: Workspace) -> None:
    """Draw what exports are laid out on; files are looked at only once somebody opens this."""
    with st.expander(t("Mẫu riêng của cơ quan"), key="export-bases", on_change="rerun") as opened:
        if opened.open:
            _draw(workspace)


def _draw(workspace: Workspace) -> None:
    settings = workspace.settings
    st.markdown(
        t(
            "Muốn tệp xuất ra có nền, chữ, tiêu đề của cơ quan: tải tệp khởi đầu dưới đây, sửa, "
            "giữ nguyên tên, rồi nhờ người quản trị máy chủ đặt vào thư mục mẫu. Lần xuất sau dùng "
            "ngay. Bỏ tệp ra thì trở lại mẫu có sẵn."
        )
    )
    st.text(t("Thư mục mẫu: {folder}").format(folder=settings.templates_path.resolve()))
    st.caption(
        t("Đặt bằng biến môi trường BANGXANH_TEMPLATES; không đặt thì là thư mục cạnh kho số liệu.")
    )
    found = in_use(settings, workspace.catalogue)
    named = _purposes()
    head = [t("Tệp"), t("Đang dùng"), t("Để làm gì")]
    table(
        head, [[each.name, _state(each), named[each.name]] for each in found],
        key="bases", tight=(0,),
    )  # fmt: skip
    for each in found:
        if each.fault:
            st.error(widgets.escaped(each.fault))
    _beginnings(found)
    _places()


def _purposes() -> dict[str, str]:
    """Return what each file is for."""
    return {
        DECK: t("nền, phông chữ, màu của bài trình chiếu"),
        REPORT: t("cách trình bày báo cáo Word"),
        OFFICIAL: t("cơ quan chủ quản, ký hiệu, nơi ban hành, người ký, nơi nhận"),
        CENTRAL: t("biểu báo cáo trung ương: cột, mã chỉ tiêu, mã đơn vị"),
    }


def _state(base: Base) -> Value:
    if base.changed_at is None:
        return t("mẫu có sẵn")
    if base.fault:
        return ("error", t("mẫu của cơ quan, có lỗi"))
    return t("mẫu của cơ quan, sửa lúc {when}").format(when=words.moment(base.changed_at))


def _beginnings(found: list[Base]) -> None:
    """Draw the files to begin with."""
    made = _starters()
    st.markdown(f"**{t('Tệp khởi đầu để sửa')}**")
    with st.container(horizontal=True):
        for each in found:
            st.download_button(
                each.name,
                made[each.name],
                file_name=each.name,
                mime="application/octet-stream",
                on_click="ignore",
                key=f"starter-{each.name}",
            )


@st.cache_resource(show_spinner=False)
def _starters() -> dict[str, bytes]:
    """Return the files to begin with: the same for everybody, and nobody's figures are in them."""
    return starters()


def _places() -> None:
    """Draw what a Word base file may place."""
    st.markdown(f"**{t('Chỗ điền trong báo cáo Word')}**")
    st.markdown(
        t(
            "Viết nguyên văn cột trái vào chỗ cần điền, kể cả dấu ngoặc. Danh sách thì viết ba "
            "lần xuống dòng:\n\n"
            "- trong bảng, ba hàng: `{%tr for x in cac_don_vi %}`, rồi `{{ x.ten }}` và "
            "`{{ x.ty_le }}`, rồi `{%tr endfor %}`;\n"
            "- ngoài bảng, ba đoạn: `{%p for x in cac_don_vi %}`, rồi `{{ x.ten }}`, rồi "
            "`{%p endfor %}`; nơi nhận (noi_nhan) thì ở giữa viết `{{ x }}`."
        )
    )
    rows: list[list[Value]] = [[write, meaning] for write, meaning in placeholders()]
    table([t("Viết"), t("Ở đó sẽ có")], rows, key="places")

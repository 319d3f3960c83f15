"""How to have due days in a calendar, for the guide."""

from __future__ import annotations

import streamlit as st

from indicators.i18n import t


def draw() -> None:
    """Draw how to subscribe, take a file, change and withdraw an address, and what a leak shows."""
    st.markdown(
        t(
            "**Mọi người**\n\n"
            "1. Lịch của một đơn vị có mọi hạn báo cáo của năm nay, năm sau và mọi nhiệm vụ có "
            "thời hạn, cả của các đơn vị bên dưới. Nhiệm vụ mà văn bản không ghi ngày thì không "
            "có trong lịch.\n"
            "2. **Lịch tự cập nhật**: ở trang **Báo cáo**, chọn đơn vị, bấm **Đăng ký lịch**, ghi "
            "nơi đọc (ví dụ Outlook ở cơ quan), bấm **Tạo địa chỉ**. Chép địa chỉ ngay, vì chỉ "
            "hiện một lần, rồi dán vào Outlook, iPhone hoặc Google như chỉ dẫn ở đó. Mỗi máy nên "
            "có một địa chỉ riêng: mất máy nào thì thu hồi địa chỉ của máy ấy.\n"
            "3. **Lịch lấy một lần**: bấm **Tải lịch (.ics)** rồi mở tệp bằng chương trình lịch. "
            "Lịch này không tự đổi; có hạn mới thì tải lại.\n"
            "4. **Lời nhắc** hiện lúc 8 giờ sáng, thường là trước hạn 3 ngày và đúng ngày hạn. "
            "Báo cáo đã gửi đủ thì không nhắc nữa. Google bỏ lời nhắc có trong lịch: đặt lời nhắc "
            "ở Google.\n"
            "5. **Thay địa chỉ**: tạo địa chỉ mới, dán thay địa chỉ cũ trong chương trình lịch, "
            "rồi thu hồi địa chỉ cũ. Một địa chỉ dùng nhiều nhất 366 ngày; ngày hết hạn có ghi "
            "trong lịch.\n"
            "6. **Thu hồi**: trang **Tài khoản**, mục **Mã truy cập và địa chỉ lịch**, bấm **Thu "
            "hồi** ở dòng của địa chỉ. Từ lúc đó địa chỉ không mở được gì; phần đã đọc về thì xóa "
            "trong chương trình lịch.\n\n"
            "**Khi địa chỉ bị lộ**\n\n"
            "- Người có địa chỉ xem được lịch mà không cần đăng nhập: tên đơn vị, ngày hạn, tên "
            "nhiệm vụ, căn cứ văn bản.\n"
            "- Người ấy không xem được số liệu, màu, người dùng, không nộp và không sửa được gì.\n"
            "- Hãy thu hồi ngay rồi tạo địa chỉ khác.\n\n"
            "**Quản trị**\n\n"
            "- Nhật ký ghi lúc tạo, lúc thu hồi mỗi địa chỉ và lần đọc đầu tiên mỗi ngày. Khóa một "
            "người dùng thì mọi địa chỉ của người ấy hết dùng được ngay."
        )
    )

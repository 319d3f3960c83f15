"""How to export, for the guide."""

from __future__ import annotations

import streamlit as st

from indicators.i18n import t


def draw() -> None:
    """Draw how files are made, kept, compared and numbered."""
    st.markdown(
        t(
            "1. Ở trang **Xuất**, chọn kỳ (tháng, quý, 6 tháng, 9 tháng, năm), đơn vị, loại tệp "
            "rồi bấm **Tạo**. Mỗi lúc hệ thống làm hai tệp, các tệp khác xếp hàng; muốn thôi thì "
            "bấm **Hủy**, lúc nào cũng được. Tệp xong giữ một giờ, chỉ bạn tải được.\n"
            "2. Mỗi tệp xuất ra được ghi lại ở **Đã xuất**: ai, lúc nào, từ phiên bản dữ liệu "
            "nào. Mở một bản, **Làm lại** cho đúng tệp ấy dù số liệu đã đổi; **So với hiện nay** "
            "nêu từng số đã khác, do lần nộp nào, ai duyệt.\n"
            "3. Văn phòng bật **Cấp số cho báo cáo Word** để báo cáo nhận số kế tiếp của năm "
            "(Số: 05/BC-SXD). Số đã cấp trên giấy thì ghi ở **Sổ số văn bản**. Báo cáo sai thì "
            "**Thu hồi**, nêu lý do; số đó không cấp lại.\n"
            "4. Mẫu trình bày riêng của cơ quan: đặt tệp mẫu vào thư mục mẫu (xem README)."
        )
    )

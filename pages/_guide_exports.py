"""How to export, for the guide."""

from __future__ import annotations

import streamlit as st

from indicators.i18n import t


def draw() -> None:
    """Draw how files are made, made again, compared, numbered, and laid out as an office likes."""
    st.markdown(
        t(
            "**Mọi người**\n\n"
            "1. Ở trang **Xuất**, chọn kỳ (tháng, quý, 6 tháng, 9 tháng, năm), đơn vị, loại tệp "
            "rồi bấm **Tạo**. Mỗi lúc hệ thống làm hai tệp, các tệp khác xếp hàng; muốn thôi thì "
            "bấm **Hủy**. Tệp xong giữ một giờ, chỉ bạn tải được.\n"
            "2. Các nút ở mục **Mang đi**, cuối trang **Bảng xanh**, làm ngay một tệp của đúng "
            "bảng đang xem. Dưới bảng và dưới mỗi biểu đồ có **Tải PNG**, **Tải SVG**.\n"
            "3. Mỗi tệp xuất ra được ghi ở **Đã xuất**: ai, lúc nào, từ phiên bản dữ liệu nào. Bấm "
            "tên bản để mở.\n"
            "4. **Làm lại** cho đúng tệp ấy, dù số liệu từ đó đã đổi.\n"
            "5. **So với hiện nay** nêu từng số đã khác: trong bản là bao nhiêu, hiện nay bao "
            "nhiêu, do lần nộp nào, ai duyệt. Trước khi dùng lại một báo cáo cũ, hãy so một "
            "lần.\n\n"
            "**Văn phòng: số văn bản**\n\n"
            "1. Bật **Cấp số cho báo cáo Word**: báo cáo nhận số kế tiếp của năm, ví dụ "
            "05/BC-SXD. Mỗi ký hiệu một dãy số, từ 01 mỗi năm, không bỏ cách.\n"
            "2. Văn thư đã cấp số trên giấy thì ghi số cuối cùng ở **Sổ số văn bản**, để không "
            "cấp trùng.\n"
            "3. Báo cáo sai: mở bản ấy, bấm **Thu hồi**, nêu lý do. Số đó không cấp lại; báo cáo "
            "thay thế nhận số mới.\n\n"
            "**Văn phòng, quản trị: mẫu riêng của cơ quan**\n\n"
            "1. Cuối trang **Xuất**, mục **Mẫu riêng của cơ quan** cho biết mẫu nào đang dùng, "
            "thư mục mẫu ở đâu, các tệp khởi đầu, và mọi chỗ điền được trong báo cáo Word.\n"
            "2. Tải tệp khởi đầu, sửa bằng PowerPoint, Word hoặc Notepad (tệp .toml), giữ nguyên "
            "tên, đặt vào thư mục mẫu (BANGXANH_TEMPLATES). Tệp có lỗi thì mục ấy nêu lỗi ở đâu.\n"
            "3. Đổi mẫu không đổi số liệu của bản đã xuất: làm lại thì số như cũ, chỉ cách trình "
            "bày khác, và hệ thống nói rõ điều đó."
        )
    )

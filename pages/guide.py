"""Hướng dẫn: how to, by role, with what exists now only."""

from __future__ import annotations

import streamlit as st

from indicators.i18n import t
from pages import _guide_calendars, _guide_exports, _guide_symbols

st.title(t("Hướng dẫn"))

leader, reporter, office, exports, calendars, symbols = st.tabs(
    [
        t("Lãnh đạo"),
        t("Cán bộ đầu mối"),
        t("Văn phòng"),
        t("Xuất"),
        t("Lịch"),
        t("Màu và ký hiệu"),
    ]
)

with leader:
    st.markdown(
        t(
            "1. Mở **Bảng xanh**: câu trên cùng cho biết tỷ lệ xanh hóa và số ô đỏ của kỳ.\n"
            "2. Bấm một ô bất kỳ, hoặc một dòng ở **Cần xử lý trước**, để xem vì sao ô có màu đó: "
            "tử số, mẫu số, chỉ tiêu, căn cứ, tệp và ô Excel, người nộp, người duyệt.\n"
            "3. Bấm một ô đếm (ví dụ **■ chưa đạt**) để chỉ tô rõ những ô đó.\n"
            "4. Địa chỉ trên trình duyệt luôn ghi đủ kỳ, đơn vị và ô đang mở: sao chép gửi đi, "
            "người nhận mở ra đúng bảng đó.\n"
            "5. **In bảng** cho ra A4 ngang; **Tải PNG**, **Tải SVG** để dán vào văn bản; "
            "**Bảng Excel** có màu tự đổi theo số. Cả bộ cho một cuộc họp, bản cũ làm lại, bản cũ "
            "so với hiện nay: xem thẻ **Xuất**.\n\n"
            "Bàn phím: Tab vào bảng, phím mũi tên để đi, Home và End về đầu, cuối hàng, "
            "Enter để mở, Esc để đóng."
        )
    )

with reporter:
    st.markdown(
        t(
            "1. Ở **Nộp số liệu**, chọn đơn vị và kỳ, bấm **Tải biểu mẫu**.\n"
            "2. Điền các ô để trống rồi lưu. Không phát sinh thì ghi 0 ở cả tử số và mẫu số.\n"
            "3. Kéo tệp thả vào trang. Biểu riêng của đơn vị cũng nhận: cần có tên hoặc mã chỉ "
            "tiêu, tên đơn vị và kỳ báo cáo.\n"
            "4. Nếu có lỗi, bảng lỗi nêu trang tính, ô và cách sửa, mọi lỗi một lần. Tải **tệp đã "
            "đánh dấu lỗi**: chính tệp của bạn, ô sai được tô và ghi chú. Sửa, lưu, chọn lại.\n"
            "5. Điều bất thường thì viết một lời giải thích: lời ấy đi cùng con số tới người "
            "duyệt.\n"
            "6. Xem bảng sẽ đổi thế nào rồi bấm nộp. Nộp lại cùng một tệp không tạo bản trùng; "
            "nộp tệp mới là đính chính, bản cũ vẫn được giữ.\n"
            "7. Kết quả duyệt, và lý do từng số bị trả lại, hiện ở đầu trang **Nộp số liệu**.\n"
            "8. Muốn hạn báo cáo hiện trong Outlook hoặc điện thoại: xem thẻ **Lịch**."
        )
    )

with office:
    st.markdown(
        t(
            "1. Trang **Duyệt** xếp việc chờ: cũ nhất, đỏ nhất trước. Bấm **Xem** để thấy từng số "
            "bên cạnh kỳ trước và chỉ tiêu, điều bất thường, lời giải thích, minh chứng.\n"
            "2. **Duyệt thì bảng thay đổi thế nào** cho thấy ô nào đổi màu, cả ô cộng dồn, trước "
            "khi duyệt. Đánh dấu nhiều lần nộp để duyệt một lượt.\n"
            "3. **Trả lại** phải nêu lý do, chung hoặc cho từng số; đơn vị nộp lại thì việc giữ "
            "nguyên chỗ trong hàng. Không ai duyệt số do chính mình nộp.\n"
            "4. **Khóa sổ** để kỳ đã xong không ai sửa được nữa; **Mở lại** phải nêu lý do.\n"
            "5. Bật **Tính cả chờ duyệt** trên bảng để xem trước kết quả. Ô **! thiếu** là quá hạn "
            "mà chưa báo cáo; hạn lấy từ chế độ báo cáo của kế hoạch.\n"
            "6. Báo cáo có số văn bản, bản cũ làm lại, mẫu riêng của cơ quan: xem thẻ **Xuất**."
        )
    )

with exports:
    _guide_exports.draw()

with calendars:
    _guide_calendars.draw()

with symbols:
    _guide_symbols.draw()

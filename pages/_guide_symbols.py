"""What the symbols mean, for the guide."""

from __future__ import annotations

import streamlit as st

from indicators.i18n import t


def draw() -> None:
    """Draw each symbol, what it means and whether it counts, and how rates are made."""
    st.markdown(
        t(
            "| Ký hiệu | Nghĩa | Tính vào tỷ lệ xanh hóa |\n"
            "|---|---|---|\n"
            "| ● | đạt chỉ tiêu đến hạn trong kỳ | có, là xanh |\n"
            "| ▲ | cận đạt: thiếu không quá 5 % của chỉ tiêu (trừ khi kế hoạch nêu khác) | có |\n"
            "| ■ | chưa đạt | có |\n"
            "| ! | quá hạn chưa báo cáo | có |\n"
            "| … | chưa đến hạn báo cáo | không |\n"
            "| – | không phát sinh (0 trên 0) | không |\n\n"
            "Tỷ lệ xanh hóa = ● / (● + ▲ + ■ + !). So sánh trên số chưa làm tròn: 97,96 % chưa "
            "phải là 98 %. Đơn vị cấp trên: tổng tử số chia tổng mẫu số của các đơn vị dưới."
        )
    )

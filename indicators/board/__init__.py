"""The board (bảng): one period's cells, what they add up to, and why each has its colour."""

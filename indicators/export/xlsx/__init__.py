"""The board as a workbook (bảng tính) whose colours live on when somebody edits a figure.

`workbook` writes it: `matrix` draws the board, its figures taken by formula from `long`, the sheets
of figures a row each; `charts`, `explained`, `trends` and `notes` are read beside it; `workings` is
out of sight. The sheet `Số liệu` loads again through our own intake, which leaves the others out.
Importing this package loads no library.
"""

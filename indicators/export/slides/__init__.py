"""Slides (trang chiếu): base files, paging, and the shapes of a page. Drawn by `export/pptx.py`."""

"""What can go wrong with the store. Messages are Vietnamese: they reach people."""

from __future__ import annotations


class StoreError(Exception):
    """Base of every fault of the store."""


class StoreBusy(StoreError):
    """Another process holds the store; `holder` is what is known of it ("python3, PID 12")."""

    def __init__(self, path: str, holder: str) -> None:
        self.holder = holder
        super().__init__(
            f"Kho số liệu {path} đang do tiến trình khác giữ ({holder}). Mỗi lúc chỉ một tiến trình"
            " được mở kho: hãy dùng máy chủ đang chạy, hoặc dừng nó rồi làm lại."
        )


class StoreBroken(StoreError):
    """The store cannot be opened, written or trusted; the message says what to do."""


class QueryError(StoreError):
    """A query was called with other parameters than its header declares, or does not exist."""

"""Writing the trail: rows in the transaction of the change, anchors after it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from indicators import clock
from indicators.audit import anchor as anchors
from indicators.audit.anchor import Anchor
from indicators.audit.chain import GENESIS, Entry, linked
from indicators.audit.key import Key, known_keys, load_or_create, passing_key
from queries import Store, StoreBroken, Transaction

SYSTEM = "he-thong"  # who acts where no person does
_MEMORY = Path(":memory:")
_ANCHORED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Trail:
    """Where one store's rows get their marks; `anchor_path` is None for a store in memory."""

    key: Key
    key_path: Path | None
    anchor_path: Path | None

    def keys(self) -> dict[str, Key]:
        """Return this key and those kept beside it, by name.

        Raises:
            StoreBroken: a file among them is no key.
        """
        beside = known_keys(self.key_path) if self.key_path else {}
        return {self.key.key_id: self.key, **beside}

    def record(self, write: Transaction, *entries: Entry, at: datetime | None = None) -> None:
        """Add rows inside a write, in this order; they stay if and only if the change does.

        Args:
            write: the transaction of the change itself.
            entries: what was done.
            at: when; now.
        """
        if not entries:
            return
        head = write.rows("audit/head")[0]
        seq, previous = head["seq"], head["mac"] or GENESIS
        for row in linked(entries, self.key, seq=seq, previous=previous, at=at or clock.now()):
            write.run("audit/record_row", **row)  # 0.5 ms; through Arrow a single row takes 9 ms

    def begin(self, store: Store) -> None:
        """Start the chain of a store that held something before it had one."""
        held = store.rows("audit/counts")[0]
        if store.rows("audit/head")[0]["seq"] or not any(held.values()):
            return
        with store.write("audit") as write:
            self.record(write, Entry(SYSTEM, "audit.started", "audit", after=held, details=held))

    def anchored(self) -> Anchor | None:
        """Return the anchor as it was last written."""
        return anchors.load(self.anchor_path) if self.anchor_path else None

    def refuse_behind(self, store: Store) -> None:
        """Refuse a store whose newest rows are gone: a torn log, or an older copy put back.

        Raises:
            StoreBroken: the anchor names a row that the store does not have.
        """
        known = self.anchored()
        seq = store.rows("audit/head")[0]["seq"]
        if known is not None and known.seq > seq:
            raise StoreBroken(_behind(store.path, known, seq))

    def keep_anchor(self, store: Store) -> None:
        """Anchor the newest row when the last anchor is an hour old."""
        known = self.anchored()
        if known is None or not known.at or _age(known) >= _ANCHORED_EVERY:
            self.anchor(store)

    def anchor(self, store: Store) -> bool:
        """Anchor the newest row; return whether it was done.

        An anchor that the chain disagrees with is evidence and stays: only `anchor_anew`, which
        restoring and accepting use, puts another in its place.
        """
        known = self.anchored()
        if known is not None and not self.agrees(store, known):
            return False
        return self.anchor_anew(store)

    def anchor_anew(self, store: Store) -> bool:
        """Anchor the newest row, whatever the anchor says now; return whether it was done.

        A disk that takes nothing loses no row, so that is not raised: `doctor` tells of it.
        """
        if self.anchor_path is None:
            return False
        head = store.rows("audit/head")[0]
        if not head["seq"]:
            return False
        made = Anchor.made(head["seq"], head["mac"], at=clock.now(), key=self.key)
        with suppress(OSError):
            anchors.store(made, self.anchor_path)
            return True
        return False

    def set_aside(self, kept: Path | None) -> dict[str, object]:
        """Move the anchor along with a store that was moved to `kept`; return what it said."""
        known = self.anchored()
        if known is None or self.anchor_path is None or self.key_path is None:
            return {}
        if kept is not None:
            self.anchor_path.replace(anchor_path(self.key_path, kept))
        return {"anchored_seq": known.seq, "anchored_mac": known.mac, "anchored_at": known.at}

    def agrees(self, store: Store, known: Anchor) -> bool:
        """Whether the anchor is ours and the store has the row it names, with that mark."""
        found = store.rows("audit/row_mac", seq=known.seq)
        return known.is_sealed_by(self.key) and bool(found) and found[0]["mac"] == known.mac


def open_trail(key_path: Path, store_path: Path) -> Trail:
    """Return the trail of the store at `store_path`; its key is made where there is none.

    Raises:
        StoreBroken: the key cannot be read or made.
    """
    if store_path == _MEMORY:
        return Trail(passing_key(), None, None)
    return Trail(load_or_create(key_path), key_path, anchor_path(key_path, store_path))


def anchor_path(key_path: Path, store_path: Path) -> Path:
    """Return where a store's anchor is: beside the key, since both must outlive the store."""
    return key_path.parent / f"{store_path.stem}.anchor"


def _age(known: Anchor) -> timedelta:
    return abs(clock.now() - datetime.fromisoformat(known.at))


def _behind(path: Path, known: Anchor, seq: int) -> str:
    when = f"{clock.local(datetime.fromisoformat(known.at)):%d/%m/%Y %H:%M}"
    return (
        f"Kho số liệu {path} thiếu {known.seq - seq} dòng nhật ký mới nhất: mốc neo lúc {when} ghi"
        f" dòng {known.seq}, kho chỉ có đến dòng {seq}. Số liệu ghi trong các dòng đó có thể đã"
        " mất. Xem `python -m indicators audit verify`; khôi phục từ bản sao lưu mới nhất bằng"
        " `restore`, hoặc chấp nhận kho như đang có bằng `audit accept --by NGƯỜI`."
    )

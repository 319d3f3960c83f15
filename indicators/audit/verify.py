"""Walking the chain: is every row there, as it was written, and up to the anchor?"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from indicators.audit.anchor import Anchor
from indicators.audit.chain import GENESIS, mark
from indicators.audit.key import Key
from indicators.audit.submissions import RECORDED, digests, number_of
from queries import Store

Kind = Literal["changed", "missing", "cut", "wrong-key", "anchor", "figures"]
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong with the chain: at row `seq`, of one `kind`, told in Vietnamese."""

    seq: int
    kind: Kind
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: how many rows, up to where anchored, and the faults."""

    count: int
    anchored: int | None
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(store: Store, keys: Mapping[str, Key], known: Anchor | None) -> Verdict:
    """Verify the trail of `store` with every key there is, by name, and its anchor.

    The chain's first fault ends the walk, since all after it hangs on it; the figures that a
    broken chain tells of are not compared.
    """
    rows = store.rows("audit/rows", from_at=None, before_at=None, actor=None, object_id=None)
    fault = _chain_fault(rows, keys) or _anchor_fault(rows, known, keys)
    faults = (fault,) if fault else tuple(_changed_figures(store, rows))
    return Verdict(len(rows), known.seq if known else None, faults)


def _chain_fault(rows: Rows, keys: Mapping[str, Key]) -> Fault | None:
    previous = GENESIS
    for expected, row in enumerate(rows, start=1):
        seq = row["seq"]
        if seq != expected:
            gap = f"Thiếu dòng {expected}: sau dòng {expected - 1} là dòng {seq}"
            return Fault(expected, "missing", f"{gap}; có dòng đã bị xóa.")
        key = keys.get(row["key_id"])
        if key is None:
            return Fault(seq, "wrong-key", _WRONG_KEY.format(seq=seq, key_id=row["key_id"]))
        is_own = hmac.compare_digest(mark(row, key), row["mac"])
        if not is_own or row["previous_mac"] != previous:
            return Fault(seq, "changed", f"Dòng {seq} không còn như lúc ghi: đã bị sửa hoặc thay.")
        previous = row["mac"]
    return None


def _anchor_fault(rows: Rows, known: Anchor | None, keys: Mapping[str, Key]) -> Fault | None:
    if known is None:
        return None
    last = rows[-1]["seq"] if rows else 0
    key = keys.get(known.key_id)
    if known.seq > last:
        cut = f"Đuôi nhật ký bị mất: mốc neo ghi dòng {known.seq}, kho chỉ có đến dòng {last}."
        return Fault(last + 1, "cut", cut)
    if known.key_id and key is None:
        told = _WRONG_KEY.format(seq=known.seq, key_id=known.key_id)
        return Fault(known.seq, "wrong-key", f"Mốc neo: {told}")
    if key is None or not known.is_sealed_by(key):
        return Fault(known.seq, "anchor", "Tệp mốc neo đã bị sửa hoặc hỏng.")
    if rows[known.seq - 1]["mac"] != known.mac:
        told = f"Dòng {known.seq} khác dòng mà mốc neo đã ghi: nhật ký đã bị thay từ đó trở về."
        return Fault(known.seq, "changed", told)
    return None


def _changed_figures(store: Store, rows: Rows) -> Iterator[Fault]:
    """Yield a fault for every submission whose figures are not those that were recorded."""
    noted = {number_of(row["object_id"]): row for row in rows if row["action"] == RECORDED}
    now = digests(store, list(noted))
    for number, row in noted.items():
        if now[number] != row["digest_after"]:
            told = f"Số liệu của lần nộp {number} không còn như lúc nộp (dòng {row['seq']})."
            yield Fault(row["seq"], "figures", told)


_WRONG_KEY = (
    "dòng {seq} được ghi bằng khóa {key_id}, không có trong thư mục khóa. Chép tệp khóa đó vào"
    " cạnh tệp khóa đang dùng (tên tận cùng .key) rồi kiểm tra lại."
)

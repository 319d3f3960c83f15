"""What a row of the audit trail costs: a write with one beside a write without.

The write without is the smallest there is, so this ratio is the worst that any change can meet.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from indicators.audit import Entry, open_trail, verify
from queries import open_store
from tests.bench import measure
from tests.bench.measure import Ratio

ROWS = 10_000


def audit_ratios() -> list[Ratio]:
    """Measure recording at the end of a long chain, and verifying that chain."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "bangxanh.duckdb")
        trail = open_trail(Path(folder) / "keys" / "audit.key", store.path)
        entry = Entry("van-phong", "submission.approved", "submission/1", after={"is": "bench"})
        with store.write("bench") as write:
            trail.record(write, *[entry] * ROWS)

        def without() -> None:
            with store.write("bench"):
                pass

        def with_row() -> None:
            with store.write("bench") as write:
                trail.record(write, entry)

        def walk() -> None:
            if not verify(store, trail.keys(), trail.anchored()).is_whole:
                raise AssertionError("the chain of the bench does not verify")

        def fetch() -> None:
            store.rows("audit/rows", from_at=None, before_at=None, actor=None, object_id=None)

        writes = measure.in_turns({"with": with_row, "without": without})
        reads = measure.in_turns({"walk": walk, "fetch": fetch}, rounds=5)
        store.close()
    size = f"{ROWS} rows"
    return [
        Ratio("audit", size, "write with a row", "write without", writes["with"],
              writes["without"]),
        Ratio("audit", size, "verify the chain", "only fetch it", reads["walk"], reads["fetch"]),
    ]  # fmt: skip


if __name__ == "__main__":
    measure.show(audit_ratios())

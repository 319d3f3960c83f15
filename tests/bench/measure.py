"""Measuring side by side: what is compared runs in turns, in one process, and medians divide.

Other work may share the machine, so times alone say little: every result is a ratio.
"""

from __future__ import annotations

import gc
import json
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parents[2] / "data" / "store" / "bench.json"


@dataclass(frozen=True)
class Ratio:
    """One comparison: how many times `other`'s time ours takes (`ratio`), and the bound it has.

    Times are medians in milliseconds; where something else is compared, `unit` says what.
    `bound` is the largest ratio that is good enough, None where there is nothing to keep.
    """

    bench: str
    size: str
    ours: str
    other: str
    ours_took: float
    other_took: float
    bound: float | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """What ours took over what the other took."""
        return self.ours_took / self.other_took

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its bound."""
        return self.bound is None or self.ratio <= self.bound


def in_turns(
    calls: Mapping[str, Callable[[], object]], *, rounds: int = 25, seconds: float = 10.0
) -> dict[str, float]:
    """Return the median time of each call in milliseconds, all called in turns.

    Ends after `rounds`, or after `seconds` when at least three rounds are done.
    """
    times: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    gc.collect()
    ends = time.monotonic() + seconds
    for done in range(rounds):
        if done >= 3 and time.monotonic() > ends:
            break
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            times[name].append((time.perf_counter() - started) * 1000.0)
    return {name: statistics.median(each) for name, each in times.items()}


def once(call: Callable[[], object]) -> float:
    """Return the time of one call in milliseconds."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000.0


def show(ratios: Iterable[Ratio]) -> None:
    """Print a table of ratios."""
    header = (
        f"{'bench':<8} {'size':<12} {'ours':<34} {'took':>9}     {'beside':<30} {'took':>9}"
        f" {'ratio':>8}"
    )
    print(header, "-" * len(header), sep="\n")
    for each in ratios:
        bound = "" if each.bound is None else f"  (<= {each.bound:g})"
        verdict = "" if each.holds else "  FALLS SHORT"
        print(
            f"{each.bench:<8} {each.size:<12} {each.ours:<34} {each.ours_took:>9.2f} {each.unit:<2}"
            f"  {each.other:<30} {each.other_took:>9.2f} {each.ratio:>8.3f}{bound}{verdict}"
        )


def write(ratios: Iterable[Ratio], path: Path = RESULTS) -> None:
    """Write the ratios as JSON, with what they were measured on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    result = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "ratios": [{**asdict(each), "ratio": each.ratio, "holds": each.holds} for each in ratios],
    }
    path.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

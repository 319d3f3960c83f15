"""Every bench in one command: `make bench`. Prints a table of ratios, writes data/store/bench.json.

The largest size (3,400 x 80) runs when memory allows, or when asked with `--full`; `--quick` leaves
it out. The exit code is 1 when a ratio passes its bound.
"""

from __future__ import annotations

import sys

from tests.bench import (
    audit_bench,
    board_bench,
    crowd_bench,
    drop_bench,
    export_bench,
    gate_bench,
    intake_bench,
    measure,
    page_bench,
    refresh_bench,
    synthetic,
)


def main(words: list[str]) -> int:
    """Run every bench, show and keep the ratios."""
    sizes = synthetic.chosen(words)
    ratios = [
        *audit_bench.audit_ratios(),
        *gate_bench.gate_ratios(),
        *crowd_bench.crowd_ratios(),
        *intake_bench.intake_ratios(),
        *drop_bench.drop_ratios(),
        *page_bench.page_ratios(),
        *export_bench.export_ratios(),
        *synthetic.measured(
            sizes,
            board_bench.board_ratios,
            board_bench.own_ratios,
            refresh_bench.refresh_ratios,
        ),
    ]
    measure.show(ratios)
    measure.write(ratios)
    return 0 if all(each.holds for each in ratios) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What can be taken along (mang đi): one description an export, its writer loaded when used.

A new export is one module with a `write(workspace, who, board) -> bytes`, and one line here.
Importing this loads no export library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from indicators.access import Principal
    from indicators.board.view import Board
    from indicators.workspace import Workspace

    _Writer = Callable[[Workspace, Principal, Board], bytes]


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of file: `module` holds its `write`; `label` is Vietnamese, for a button."""

    name: str
    label: str
    ending: str
    mime: str
    module: str

    def write(self, workspace: Workspace, who: Principal, board: Board) -> bytes:
        """Return the file's bytes for one board; the same board gives the same bytes."""
        writer = cast("_Writer", import_module(self.module).write)
        return writer(workspace, who, board)

    def file_name(self, board: Board) -> str:
        """Return the name to save under: "bang-xanh-dl-sxd-2026-10.xlsx"."""
        return f"{board.file_stem}{self.ending}"


EXPORTS: dict[str, Export] = {
    each.name: each
    for each in (
        Export(
            "xlsx",
            "Bảng Excel",
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "indicators.export.xlsx",
        ),
        Export("csv", "Số liệu CSV", ".csv", "text/csv", "indicators.export.csv_table"),
    )
}

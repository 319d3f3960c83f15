"""Places on a slide, in points; Office files count 12,700 to a point."""

from __future__ import annotations

from dataclasses import dataclass

EMU = 12_700


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its left upper corner, its width and height, in points."""

    x: float
    y: float
    w: float
    h: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.h

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """Left, top, width and height as Office files write them."""
        return emu(self.x), emu(self.y), emu(self.w), emu(self.h)


def emu(points: float) -> int:
    """Return points as Office files write them."""
    return round(points * EMU)

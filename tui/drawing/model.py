"""What is to be drawn, and the signs it is drawn with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from queries.catalogue import Column
    from tui.text.formats import Marker

Kind = Literal["line", "steps", "bars", "lying", "histogram", "stacked", "heatmap"]


@dataclass(frozen=True)
class Drawing:
    """What is to be drawn, without any word about how.

    Attributes:
        kind: Lines, steps, bars (upright, lying, touching, on top of each other) or shaded cells.
        labels: The names along the bottom; of lying bars those at their left.
        series: Name and values of each series, as long as the labels; None is a gap. Lines of a heat map.
        unit: The column whose unit the values have.
        currency: What money is in.
        at: Where along the bottom each label stands, where that is a number; empty is evenly.
        across: The column whose unit the numbers along the bottom have; None where they are no numbers.
        incomplete: Series and place of what is not complete yet.
        marked: The place under the cursor; of a heat map its line.
        left_out: How many further series there is no room for.
    """

    kind: Kind
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: Column
    currency: str | None = None
    at: tuple[float, ...] = ()
    across: Column | None = None
    incomplete: frozenset[tuple[int, int]] = frozenset()
    marked: int | None = None
    left_out: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value is not None for _, values in self.series for value in values)

    @property
    def values(self) -> list[float]:
        """Every known value."""
        return [value for _, values in self.series for value in values if value is not None]

    def unfinished(self, place: int) -> bool:
        """Whether anything at a place along the bottom is incomplete."""
        return any((series, place) in self.incomplete for series in range(len(self.series)))


@dataclass(frozen=True)
class Glyphs:
    """The signs of a marker.

    Attributes:
        tops: What fills a cell from nothing to all, from below.
        sides: The same from the left.
        fills: What the bars of each series are filled with.
        hatch: What an incomplete bar is filled with.
        points: What the line of each series is made of.
        shades: What is darker where there is more, after the sign for nothing.
        steps: A level, a fall, the corner into the fall and the corner out of it.
        frame: The scale's line, its tick, the corner, the line below.
        here: What points at the place under the cursor.
        dots: How many dots a cell of a fine line has, across and down.
    """

    tops: str = " ▁▂▃▄▅▆▇█"
    sides: str = " ▏▎▍▌▋▊▉█"
    fills: str = "█▒░▚▪"
    hatch: str = "▒"
    points: str = "●○+×▪"
    shades: str = "·░▒▓█"
    steps: str = "─│┐└"
    frame: str = "│┤└─"
    here: str = "▲"
    dots: tuple[int, int] = (2, 2)

    def dotted(self, dots: int) -> str:
        """The sign for some dots of a cell, one bit each: from left to right, then down."""
        if self.dots == (2, 2):
            return QUARTERS[dots]
        if self.dots == (2, 4):
            return chr(0x2800 + sum(bit for place, bit in enumerate(BRAILLE) if dots >> place & 1))
        return "*"


QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""Every way to fill the quarters of a cell: upper left 1, upper right 2, lower left 4, lower right 8."""
BRAILLE = (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)
"""The bits of a braille sign's dots, from left to right, then down."""


GLYPHS: dict[Marker, Glyphs] = {
    "block": Glyphs(),
    "braille": Glyphs(tops=" ⣀⣤⣶⣿", sides=" ⡇⣿", fills="⣿⢕⠢⡱⠂", hatch="⢕", shades="⠄⠢⢕⢷⣿", dots=(2, 4)),
    "ascii": Glyphs(
        tops=" #", sides=" #", fills="#=-:o", hatch=":", points="*o+x.", shades=".:=%#", steps="-|++", frame="|++-",
        here="^", dots=(1, 1),
    ),
}  # fmt: skip
"""The signs by `--marker`; ASCII alone needs nothing of the font."""

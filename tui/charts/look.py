"""What charts are drawn with: signs by marker, and colours where there are any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.text.colours import in_palette, told_by

if TYPE_CHECKING:
    from tui.text.formats import Marker


@dataclass(frozen=True)
class Glyphs:
    """The signs of a marker.

    Attributes:
        tops: What fills a cell from nothing to all, from below.
        sides: The same from the left.
        fills: What the bars of each series are filled with where there is no colour.
        hatch: What is incomplete is filled with.
        faint: What a loss is filled with.
        points: What the line of each series is made of where there is no colour.
        shades: What is darker where there is more, after the sign for nothing.
        fine: What a line by itself is drawn with, as plotext calls it.
        level: An interval, and its two ends.
        here: What points at the place under the cursor, from below and from the left.
        frame: What the frame's signs are written as; empty leaves them.
    """

    tops: str = " ▁▂▃▄▅▆▇█"
    sides: str = " ▏▎▍▌▋▊▉█"
    fills: str = "█▒░▚▪"
    hatch: str = "▒"
    faint: str = "░"
    points: str = "●○+×▪"
    shades: str = "·░▒▓█"
    fine: str = "hd"
    level: str = "─├┤"
    here: str = "▲▸"
    frame: str = ""


FRAME = "│┤└─┬├┼┴"
"""The signs plotext frames a chart with, which `Glyphs.frame` stands for."""

GLYPHS: dict[Marker, Glyphs] = {
    "block": Glyphs(),
    "braille": Glyphs(tops=" ⣀⣤⣶⣿", sides=" ⡇⣿", fills="⣿⢕⠢⡱⠂", hatch="⢕", faint="⠂", shades="⠄⠢⢕⢷⣿", fine="braille"),
    "ascii": Glyphs(
        tops=" #", sides=" #", fills="#=-:o", hatch=":", faint=".", points="*o+x.", shades=".:=%#", fine="*",
        level="-[]", here="^>", frame="||+-+|++",
    ),
}  # fmt: skip
"""The signs by `--marker`; ASCII alone needs nothing of the font."""


@dataclass(frozen=True)
class Look:
    """How a chart is drawn.

    Attributes:
        marker: Which signs.
        colour: Whether there is colour; without it signs tell series and shades apart.
        few: Whether the terminal has sixteen colours only.
    """

    marker: Marker = "block"
    colour: bool = True
    few: bool = False

    @property
    def glyphs(self) -> Glyphs:
        """The signs of the marker."""
        return GLYPHS[self.marker]

    def series(self, place: int) -> int | None:
        """The colour at a place in the palette; None where there is no colour."""
        return self.of(in_palette(place))

    def placed(self, place: int | None) -> int | None:
        """The colour at a place in the palette, where there is one."""
        return None if place is None else self.series(place)

    def of(self, colour: int) -> int | None:
        """A colour, where there is any."""
        return told_by(colour, few=self.few) if self.colour else None

"""The adapter to plotext: a canvas of cells with a scale at the left and names below.

plotext has one figure for the whole process, and charts are drawn in threads: one at a time has it. It is
imported when the first chart is drawn (a fifth of a second).
"""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tui.charts.look import FRAME
from tui.text.colours import MUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui.charts.look import Look

_FIGURE = threading.Lock()
FULL = "█"
_CODES = re.compile(r"\x1b\[[0-9;]*m")
_CODES_KEPT = re.compile(r"(\x1b\[[0-9;]*m)")


class Canvas:
    """A canvas of `columns` × `rows` cells; (0, 0) is the cell at the lower left. Exists inside `canvas`."""

    def __init__(self, plotext: Any, look: Look, columns: int, rows: int, floor: str = "") -> None:
        """A canvas; `floor` is the number that stands at the line it stands on."""
        self._plotext, self._figure, self._look, self._floor = plotext, plotext.figure, look, floor
        self.columns, self.rows = columns, rows

    def block(self, columns: tuple[int, int], rows: tuple[int, int], sign: str, colour: int | None) -> None:
        """Fill the cells from a column and a row to another, both included; what lies outside is left out."""
        left, right = max(0, columns[0]), min(self.columns - 1, columns[1])
        low, high = max(0, rows[0]), min(self.rows - 1, rows[1])
        # plotext ends the process over a rectangle that reaches beyond its canvas.
        if right >= left and high >= low:
            self._figure.draw(self._figure.rectangle((left, right), (low, high), marker=self._marker(sign, colour)))

    def text(self, column: int, row: int, words: str, colour: int | None = None, behind: int | None = None) -> None:
        """Write from a cell to the right."""
        if words and 0 <= column < self.columns and 0 <= row < self.rows:
            self._figure.draw(self._figure.text(column, row, self._written(words, colour, behind)))

    def line(self, points: Sequence[tuple[float, float]], sign: str, colour: int | None) -> None:
        """A line from point to point, in cells; `sign` may be a fine marker of plotext (`hd`, `braille`)."""
        across = [min(max(0.0, x), self.columns - 1.0) for x, _ in points]
        up = [min(max(0.0, y), self.rows - 1.0) for _, y in points]
        signal = self._figure.signal(across, up, marker=self._marker(sign, colour))
        self._figure.draw(signal.lines(len(points) > 1))

    def cells(self, marks: Sequence[tuple[int, int, str, int | None]]) -> None:
        """Many short texts at once: column, row, words, colour. Those that are alike are made once."""
        if not marks:
            return
        unlike = {(words, colour) for _, _, words, colour in marks}
        kinds = {
            (words, colour): self._plotext.marker(self._written(words, colour, self._beneath(words, colour)))
            for words, colour in unlike
        }
        places = [mark[0] for mark in marks], [mark[1] for mark in marks]
        self._figure.draw(self._figure.signal(*places, marker=[kinds[mark[2], mark[3]] for mark in marks]))

    def picture(self) -> list[str]:
        """The lines of the chart, in colour where the look has it."""
        text: str = self._figure.build().string()
        if not self._look.colour:
            text = _CODES.sub("", text)
        if frame := self._look.glyphs.frame:
            text = text.translate(str.maketrans(FRAME, frame))
        lines = text.rstrip("\n").split("\n")
        if self._floor:  # plotext writes numbers beside its rows, and bars stand on what is below the last
            lines[self.rows] = lines[self.rows].replace(" " * len(self._floor), self._floor, 1)
        return [_in_few_runs(line) for line in lines]

    def _marker(self, sign: str, colour: int | None) -> Any:
        return self._plotext.marker(sign, self._pixel(colour, self._beneath(sign, colour)))

    def _written(self, words: str, colour: int | None = None, behind: int | None = None) -> Any:
        return self._plotext.colorize(words, self._pixel(colour, behind))

    def _beneath(self, sign: str, colour: int | None) -> int | None:
        """A full cell has its colour beneath the block, too: few fonts fill a cell, and areas would look like grids."""
        return colour if sign.startswith(FULL) else None

    def _pixel(self, colour: int | None, behind: int | None = None) -> Any:
        return self._plotext.pixel(foreground=colour, background=behind)


@contextmanager
def canvas(
    look: Look, columns: int, rows: int, side: Mapping[int, str] | None = None, below: Mapping[int, str] | None = None
) -> Iterator[Canvas]:
    """A canvas while nobody else draws.

    Args:
        look: The signs and whether there is colour.
        columns: Its width in cells, without scale and frame.
        rows: Its height in cells, without names and frame.
        side: The scale: row → what stands at its left, all equally wide; -1 is the line below the rows. None has no
            scale and no frame.
        below: Column → the name below it; None has no names and no frame.
    """
    with _FIGURE:
        import plotext

        figure = plotext.figure
        plotext.terminal.limit(False, False)
        figure.clear()
        margin = max(map(len, side.values())) + 1 if side else 0
        beside = {row: name for row, name in (side or {}).items() if row >= 0}
        figure.plot_size(columns + margin, rows + (2 if below is not None else 0))
        plotext.add_theme("regulars", text=look.of(MUTED))
        figure.theme("regulars" if look.colour else "colorless").canvas("default")
        figure.axes(False)
        if side:
            figure.axes(True, axis="y", side="left")
        if below is not None:
            figure.axes(True, axis="x", side="lower")
        for axis, length, names in (("x", columns, below), ("y", rows, beside)):
            figure.ruler(axis).lim(0, max(1, length - 1))
            figure.ruler(axis).ticks(list(names or {}), labels=list((names or {}).values()))
        yield Canvas(plotext, look, columns, rows, (side or {}).get(-1, ""))


def _in_few_runs(line: str) -> str:
    """The same line with few changes of colour: blanks without a background take the colour before them.

    Bars of one colour beside each other are one run then, which a terminal far away gets in a tenth of the bytes.
    """
    runs: list[tuple[str, str]] = []
    style = ""
    for part in _CODES_KEPT.split(line):
        if part.startswith("\x1b["):
            style = "" if part == "\x1b[0m" else style + part
        elif part and runs and (style == runs[-1][0] or (not part.strip() and "48;" not in runs[-1][0] and not style)):
            runs[-1] = (runs[-1][0], runs[-1][1] + part)
        elif part:
            runs.append((style, part))
    return "".join(f"{style}{words}\x1b[0m" if style else words for style, words in runs)


def coloured(words: str, colour: int | None) -> str:
    """Words in a colour, as a terminal reads them; plain without one. Full cells have it beneath them, too."""
    beneath = f";48;5;{colour}" if words.strip(FULL) == "" else ""
    return words if colour is None else f"\x1b[38;5;{colour}{beneath}m{words}\x1b[0m"

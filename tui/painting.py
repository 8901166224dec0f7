"""What stands on the terminal: of every update only the cells that look different are sent.

Textual sends again whatever a widget drew again, and the colours anew for every piece of text. Over SSH a dialog would
cost as much as the whole screen, though it covers a part of it.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, cast

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.segment import ControlType
from textual._compositor import CompositorUpdate
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderResult
    from rich.segment import Segment
    from rich.style import Style

NEAR = 6
"""So many cells that look the same are sent again rather than passed over: going on beyond them takes as many bytes."""


class Look(NamedTuple):
    """How a cell looks, in the terminal's codes."""

    attributes: str
    ink: str
    ground: str

    @property
    def marks_blanks(self) -> bool:
        """Whether a blank looks different with its attributes: bold, dim and italic it does not."""
        return not {"", "1", "2", "3"}.issuperset(self.attributes.split(";"))


Cell = tuple[str, Look]
"""A sign with what combines with it (nothing where a wide sign goes on), and its look."""

PLAIN = Look("", "", "")
UNKNOWN: Cell = ("\0", PLAIN)
"""What no cell ever is: a control byte is shown nowhere."""


class Painting:
    """The cells as they were sent last, row by row."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell]] = {}

    def forget(self) -> None:
        """Nothing is known of what stands there: another program wrote, or the window has another size."""
        self._rows.clear()

    def change(self, spans: Iterable[tuple[int, int, Sequence[Cell]]]) -> str:
        """What to send so that these cells stand there; each span is column, row and cells."""
        sent: list[str] = []
        now = PLAIN
        for x, y, cells in spans:
            row = self._rows.setdefault(y, [])
            end = x + len(cells)
            row.extend(repeat(UNKNOWN, end - len(row)))
            for first, last in _runs(cells, row[x:end]):
                sent.append(f"\x1b[{y + 1};{x + first + 1}H")
                for look, alike in groupby(cells[first:last], key=itemgetter(1)):
                    text = "".join(map(itemgetter(0), alike))
                    codes, now = _turn(now, look, blank=text.isspace())
                    sent += codes, text
            if row[x][0] == "" != cells[0][0]:
                row[x - 1] = UNKNOWN  # half of a wide sign is written over: the terminal clears the other half
            if end < len(row) and row[end][0] == "":
                row[end] = UNKNOWN
            row[x:end] = cells
        return "".join([*sent, *(["\x1b[0m"] if now != PLAIN else [])])


class Changes(CompositorUpdate):
    """An update of Textual's of which only what looks different is written."""

    def __init__(self, painting: Painting, update: CompositorUpdate) -> None:
        self.painting = painting
        self.update = cast("ConsoleRenderable", update)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The whole update, for whoever wants to see it."""
        yield from self.update.__rich_console__(console, options)

    def render_segments(self, console: Console) -> str:
        """What to write."""
        colours = COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        segments = cast("Iterable[Segment]", self.update.__rich_console__(console, console.options))
        return self.painting.change(_spans(segments, colours))


def _spans(segments: Iterable[Segment], colours: ColorSystem) -> Iterator[tuple[int, int, list[Cell]]]:
    """The rows of an update: every one begins with a move of the cursor."""
    x = y = 0
    cells: list[Cell] = []
    for text, style, control in segments:
        if control:
            if cells:
                yield x, y, cells
            cells = []
            for code in control:
                match code:
                    case ControlType.CURSOR_MOVE_TO, int(to_x), int(to_y):
                        x, y = to_x, to_y
        elif text != "\n":
            cells.extend(zip(text if text.isascii() else _signs(text), repeat(_look(style, colours))))
    if cells:
        yield x, y, cells


@lru_cache(maxsize=8192)
def _signs(text: str) -> list[str]:
    """What stands in each cell of a text; what has no width belongs to the sign before it."""
    cells: list[str] = []
    for start, end, width in split_graphemes(text)[0]:
        cells += [text[start:end], *[""] * (width - 1)]
    return cells


@lru_cache(maxsize=4096)
def _look(style: Style | None, colours: ColorSystem) -> Look:
    """The codes of a style."""
    if style is None:
        return PLAIN
    attributes = Strip.render_ansi(style.without_color, colours)
    ink = ";".join(style.color.downgrade(colours).get_ansi_codes()) if style.color else ""
    ground = ";".join(style.bgcolor.downgrade(colours).get_ansi_codes(foreground=False)) if style.bgcolor else ""
    return Look(attributes, "" if ink == "39" else ink, "" if ground == "49" else ground)


def _turn(now: Look, look: Look, *, blank: bool) -> tuple[str, Look]:
    """The codes that go from one look to another, and the look that is then; blanks keep the ink that is."""
    if blank and not (now.marks_blanks or look.marks_blanks):
        look = now._replace(ground=look.ground)
    if now.attributes != look.attributes:
        codes = ["0", *filter(None, look)]
    else:
        codes = [look.ink or "39"] if look.ink != now.ink else []
        codes += [look.ground or "49"] if look.ground != now.ground else []
    return f"\x1b[{';'.join(codes)}m" if codes else "", look


def _runs(cells: Sequence[Cell], before: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Where cells look different, start and end; near ones are one run, and no wide sign is cut in two."""
    first = last = -1
    for at in [at for at, (cell, old) in enumerate(zip(cells, before, strict=True)) if cell is not old and cell != old]:
        if _look_alike(cells[at], before[at]):
            continue
        if first >= 0 and at - last > NEAR:
            yield first, last
            first = -1
        if first < 0:
            first = at
            while first and not cells[first][0]:
                first -= 1
        last = at + 1
        while last < len(cells) and not cells[last][0]:
            last += 1
    if first >= 0:
        yield first, last


def _look_alike(cell: Cell, old: Cell) -> bool:
    """Whether two cells that differ are blanks that nobody can tell apart."""
    (sign, look), (sign_before, look_before) = cell, old
    is_blank = sign == sign_before == " " and look.ground == look_before.ground
    return is_blank and not (look.marks_blanks or look_before.marks_blanks)

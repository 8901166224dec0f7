"""An answer as a table on the command line: title, scope, figures, findings, rows, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.answering.pivot import as_shown
from queries.catalogue import Unit
from queries.wording import mark, say
from tui.text.formats import Marker, cell, figure_text, is_numeric, safe, stands_on_few
from tui.text.grid import GridColumn, grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import polars as pl

    from queries.answering.result import Result
    from queries.catalogue import Column

TREND_WIDTH = 24
KEPT = 20_000
"""Up to so many rows are written once and kept as text; more are written anew for each pass over them."""

SMALL_NOTE = mark("Rates marked ° stand on fewer than 30.")


def printed(result: Result, *, part: str | None = None, room: int = 120, marker: Marker = "block") -> Iterator[str]:
    """The lines of an answer, safe for a terminal.

    Args:
        result: The answer.
        part: A further table of the answer instead of the main one.
        room: How many terminal cells a line may take.
        marker: What trends are drawn with.
    """
    columns, frame = as_shown(result, part)
    yield safe(result.metric.title) + (f": {safe(part)}" if part else "")
    yield safe(result.scope_words)
    yield from _paragraph(figure_text(figure, result.currency) for figure in result.figures)
    yield from _paragraph(f"• {safe(finding)}" for finding in result.findings)
    yield ""
    helpers = {column.unit_column for column in columns}
    shown = [column for column in columns if column.name not in helpers]
    headings = [_heading(column) for column in shown]
    rows = _Cells(result, shown, frame, marker)
    kept = list(rows()) if len(frame) <= KEPT else None
    yield from grid(headings, rows if kept is None else lambda: kept, room)
    if frame.is_empty():
        yield say("No rows.")
    yield from _paragraph(_notes(result, columns, frame, part))


class _Cells:
    """The rows as text, made anew each time they are asked for: a million rows need no memory."""

    def __init__(self, result: Result, columns: Sequence[Column], frame: pl.DataFrame, marker: Marker) -> None:
        self._columns, self._frame, self._marker = columns, frame, marker
        self._currency, self._grain = result.currency, result.scope.get("grain")

    def __call__(self) -> Iterator[list[str]]:
        for row in self._frame.iter_rows(named=True):
            yield [self._text(row, column) for column in self._columns]

    def _text(self, row: dict[str, object], column: Column) -> str:
        width = TREND_WIDTH if column.unit is Unit.TREND else None
        value = row[column.name]
        return cell(
            value,
            column,
            row=row,
            currency=self._currency,
            marker=self._marker,
            width=width,
            grain=self._grain,
            full=True,
        )


def _heading(column: Column) -> GridColumn:
    """How a column is printed: numbers to the right, only text may be cut."""
    text = column.unit is Unit.TEXT and not column.unit_column
    return GridColumn(safe(column.heading), right=is_numeric(column), key=column.key, cut=text)


def _notes(result: Result, columns: Sequence[Column], frame: pl.DataFrame, part: str | None) -> Iterator[str]:
    """What a reader has to know, and what more there is."""
    yield from (say("Note: {note}", note=safe(note)) for note in result.notes)
    if any(_few(column, frame) for column in columns):
        yield say("Note: {note}", note=say(SMALL_NOTE))
    others = [name for name in result.parts if name != part]
    if others:
        yield say("More: {names}", names=", ".join(f"--part {safe(name)}" for name in others))


def _few(column: Column, frame: pl.DataFrame) -> bool:
    """Whether a share or rate of the column stands on fewer than 30."""
    if not column.denominator or column.denominator not in frame.columns:
        return False
    return any(stands_on_few(column, {column.denominator: of}) for of in frame[column.denominator])


def _paragraph(lines: Iterable[str]) -> Iterator[str]:
    """Lines with an empty one before them; nothing where there is none."""
    for at, line in enumerate(lines):
        if not at:
            yield ""
        yield line

"""Markdown: the answer as a person reads it, to paste into a report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from queries.answering.pivot import as_shown
from queries.formats import cell, figure_text, is_numeric
from queries.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from queries.export.page import Page

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~&])")


def write_markdown(page: Page, file: BinaryIO) -> None:
    """Title, scope, figures, findings, the table, its chart, notes and the command line that repeats it."""
    for line in _lines(page):
        file.write(f"{line}\n".encode(errors="replace"))


def _lines(page: Page) -> Iterator[str]:
    """The text line by line."""
    result = page.result
    yield f"## {_escaped(result.metric.title)}{f': {_escaped(page.part)}' if page.part else ''}"
    yield from ("", _escaped(result.metric.question), "", f"*{_escaped(result.scope_words)}*")
    yield from _list(figure_text(figure, result.currency) for figure in result.figures)
    yield from _list(result.findings)
    yield ""
    yield from _table(page)
    yield from _chart(page)
    yield from _list(result.notes)
    if page.command:
        yield from ("", f"    {safe(page.command)}")


def _list(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences as a list with an empty line before it; nothing where there is none."""
    for at, sentence in enumerate(sentences):
        if not at:
            yield ""
        yield f"- {_escaped(sentence)}"


def _table(page: Page) -> Iterator[str]:
    """The rows, written as on the screen."""
    columns, frame = as_shown(page.result, page.part)
    yield _row(_escaped(column.heading) for column in columns)
    yield _row("---:" if is_numeric(column) else "---" for column in columns)
    result, grain = page.result, page.result.scope.get("grain")
    for row in frame.iter_rows(named=True):
        yield _row(
            _escaped(cell(row[column.name], column, row=row, currency=result.currency, grain=grain, full=True))
            for column in columns
        )


def _chart(page: Page) -> Iterator[str]:
    """The chart in a block that keeps its blanks."""
    if page.chart:
        yield from ("", *(f"    {safe(line)}".rstrip() for line in page.chart.splitlines()))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"^([-+])", r"\\\1", _MARKUP.sub(r"\\\1", safe(text)))

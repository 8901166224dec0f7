"""Where an answer goes: to a file or to standard output, as a table or in another format."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from queries.errors import UsageError
from queries.export import FORMATS, format_of, write
from queries.export.target import replacing
from queries.wording import say
from tui.cli.narration import remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from queries.answering.result import Result
    from tui.text.formats import Marker

TABLE = "table"
"""The format for reading on the spot, drawn here; every other is the export's."""

FORMAT_NAMES = (TABLE, *FORMATS)
PIPED_WIDTH = 120


@dataclass(frozen=True)
class Output:
    """What becomes of an answer.

    Attributes:
        part: The further table that is written; None is the main one.
        format: One of `FORMAT_NAMES`.
        path: The file; None is standard output.
        formulas: Whether text in CSV that a spreadsheet would run stays as it is.
        marker: What trends in tables, and charts, are drawn with.
        chart: Whether the answer's chart is drawn as well.
    """

    part: str | None
    format: str
    path: Path | None
    formulas: bool
    marker: Marker
    chart: bool = False

    @classmethod
    def of(
        cls,
        part: str | None,
        format_: str | None,
        path: Path | None,
        formulas: bool,
        marker: Marker,
        *,
        chart: bool = False,
    ) -> Output:
        """The output in the format that was asked for, else in that of the file's name, else as a table.

        Raises:
            UsageError: Standard output is a terminal and the format is not for reading, or it has no place for a chart.
        """
        name = format_ or (format_of(path) if path else None) or TABLE
        if name != TABLE and not FORMATS[name].is_text and path is None and sys.stdout.isatty():
            raise UsageError(
                say("{title} is not for reading on a terminal.", title=FORMATS[name].title),
                say("Name a file with -o, or use a pipe."),
            )
        if chart and name != TABLE and not FORMATS[name].carries_chart:
            places = ", ".join([TABLE, *(form.name for form in FORMATS.values() if form.carries_chart)])
            raise UsageError(
                say("{title} has no place for a chart.", title=FORMATS[name].title),
                say("Use --chart with {places}.", places=places),
            )
        return cls(part, name, path, formulas, marker, chart)

    def deliver(self, result: Result, sources: Sequence[Path], command: str) -> None:
        """Write the answer; notes that a format has no place for are said on standard error."""
        if self.format == TABLE:
            self._deliver_table(result, sources)
            return
        write(
            result,
            self.path,
            self.format,
            part=self.part,
            formulas=self.formulas,
            command=command,
            chart="\n".join(self._chart(result, PIPED_WIDTH, colour=False)).lstrip("\n"),
            sources=sources,
        )
        if not FORMATS[self.format].carries_notes:
            remark(result.notes)

    def _deliver_table(self, result: Result, sources: Sequence[Path]) -> None:
        if self.path is None:
            print_lines(self._lines(result, room()))
            print_coloured(self._chart(result, room(), colour=not is_plain()))
            return
        with replacing(self.path, sources) as file:
            for line in chain(self._lines(result, PIPED_WIDTH), self._chart(result, PIPED_WIDTH, colour=False)):
                file.write(f"{line}\n".encode(errors="replace"))

    def _lines(self, result: Result, width: int) -> Iterator[str]:
        from tui.text.printing import printed

        return printed(result, part=self.part, room=width, marker=self.marker)

    def _chart(self, result: Result, width: int, *, colour: bool) -> Iterator[str]:
        """The chart's lines, after an empty one; none where it was not asked for or there is nothing to draw."""
        if self.chart:
            from tui.charts.look import Look
            from tui.charts.pictured import PRINTED, pictured

            look = Look(self.marker, colour, few=colour and has_few_colours())
            lines = pictured(result, width, PRINTED[1], look)
            yield from ("", *lines) if lines else ()


def room() -> int:
    """How many cells a line on standard output may take."""
    return shutil.get_terminal_size((PIPED_WIDTH, 40)).columns if sys.stdout.isatty() else PIPED_WIDTH


def has_few_colours() -> bool:
    """Whether standard output is a terminal of sixteen colours."""
    from rich.console import Console

    return Console().color_system == "standard"


def print_coloured(lines: Iterator[str]) -> None:
    """Write lines with colours to standard output, in as many colours as the terminal has."""
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    for line in lines:
        console.print(Text.from_ansi(line), overflow="ignore", no_wrap=True)


def is_plain() -> bool:
    """Whether standard output is without colour: a file or a pipe, or somebody asked for it."""
    return not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"


def print_lines(lines: Iterator[str]) -> None:
    """Write lines to standard output; on a terminal the first, a title, stands out."""
    first = next(lines, "")
    sys.stdout.write(f"{first}\n" if is_plain() else f"\x1b[1m{first}\x1b[0m\n")
    sys.stdout.writelines(f"{line}\n" for line in lines)

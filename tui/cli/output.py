"""Where an answer goes: to a file or to standard output, as a table or in another format."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.cli.narration import remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from queries.answering.result import Result
    from tui.text.formats import Marker

# Written out: `queries.export` imports Polars, which `--help` should not wait for. A test compares them.
FORMATS = ("table", "csv", "json", "jsonl", "parquet", "markdown")
PIPED_WIDTH = 120


@dataclass(frozen=True)
class Output:
    """What becomes of an answer.

    Attributes:
        part: The further table that is written; None is the main one.
        format: One of `FORMATS`; None is what the file's name ends in, else a table.
        path: The file; None is standard output.
        formulas: Whether text in CSV that a spreadsheet would run stays as it is.
        marker: What trends in tables are drawn with.
    """

    part: str | None
    format: str | None
    path: Path | None
    formulas: bool
    marker: Marker

    def chosen(self) -> str:
        """The format that is written.

        Raises:
            UsageError: Standard output is a terminal, and the format is not for reading.
        """
        from queries.errors import UsageError
        from queries.export import format_of

        chosen = self.format or (format_of(self.path) if self.path else None) or "table"
        if chosen == "parquet" and self.path is None and sys.stdout.isatty():
            raise UsageError("Parquet is not for reading on a terminal.", "Name a file with -o, or use a pipe.")
        return chosen

    def deliver(self, result: Result, sources: Sequence[Path], command: str) -> None:
        """Write the answer; what CSV and JSON Lines have no place for is said on standard error."""
        from queries import export

        chosen = self.chosen()
        if chosen == "table":
            self._deliver_table(result, sources)
            return
        export.write(
            result,
            self.path,
            chosen,
            part=self.part,
            formulas=self.formulas,
            command=command,
            sources=sources,
        )
        if chosen in ("csv", "jsonl"):
            remark(result.notes)

    def _deliver_table(self, result: Result, sources: Sequence[Path]) -> None:
        if self.path is None:
            print_lines(self._lines(result, room()))
            return
        from queries.export.target import replacing

        with replacing(self.path, sources) as file:
            for line in self._lines(result, PIPED_WIDTH):
                file.write(f"{line}\n".encode(errors="replace"))

    def _lines(self, result: Result, width: int) -> Iterator[str]:
        from tui.text.printing import printed

        return printed(result, part=self.part, room=width, marker=self.marker)


def room() -> int:
    """How many cells a line on standard output may take."""
    return shutil.get_terminal_size((PIPED_WIDTH, 40)).columns if sys.stdout.isatty() else PIPED_WIDTH


def print_lines(lines: Iterator[str]) -> None:
    """Write lines to standard output; on a terminal the first, a title, stands out."""
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    first = next(lines, "")
    sys.stdout.write(f"{first}\n" if plain else f"\x1b[1m{first}\x1b[0m\n")
    sys.stdout.writelines(f"{line}\n" for line in lines)

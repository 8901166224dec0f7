"""What an answer can be written as: one line a format; command line, dialog and tests read it here."""

from __future__ import annotations

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.export.page import Page


@dataclass(frozen=True)
class Format:
    """A way to write an answer.

    Attributes:
        name: What `--format` calls it.
        title: What people call it.
        suffixes: How its files end, in small letters; the first is the usual one.
        writer: The function that writes a page, as "module:function"; imported when something is written.
        is_text: Whether a terminal can show it.
        carries_notes: Whether it has a place for notes; where it has none, they are said beside it.
        names_columns: Whether columns are named even where no row is.
        carries_chart: Whether it has a place for a chart.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    writer: str
    is_text: bool = True
    carries_notes: bool = True
    names_columns: bool = True
    carries_chart: bool = False

    def write(self, page: Page, file: BinaryIO) -> None:
        """Write a page in this format."""
        writer: Callable[[Page, BinaryIO], None] = resolve_name(self.writer)
        writer(page, file)


_LISTED = (
    Format("csv", "CSV", (".csv",), "queries.export.delimited:write_csv", carries_notes=False),
    Format("json", "JSON", (".json",), "queries.export.structured:write_json"),
    Format(
        "jsonl", "JSON Lines", (".jsonl", ".ndjson"), "queries.export.structured:write_jsonl",
        carries_notes=False, names_columns=False,
    ),
    Format("parquet", "Parquet", (".parquet", ".pq"), "queries.export.parquet:write_parquet", is_text=False),
    Format(
        "markdown", "Markdown", (".md", ".markdown"), "queries.export.markdown:write_markdown", carries_chart=True
    ),
)  # fmt: skip

FORMATS: dict[str, Format] = {form.name: form for form in _LISTED}
"""Every format by its name."""


def format_of(path: Path) -> str | None:
    """The name of the format a file's name asks for; None where it says nothing."""
    suffix = path.suffix.lower()
    return next((form.name for form in FORMATS.values() if suffix in form.suffixes), None)

"""How a text file is laid out: its delimiter, where its table starts, and whether it has a header."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.source.headers import named, start_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DELIMITERS = (",", ";", "\t", "|")
BLANKS = ""
"""The delimiter of files whose fields are separated by runs of blanks."""


@dataclass(frozen=True)
class Layout:
    """How a text file is read.

    Attributes:
        delimiter: What stands between fields.
        columns: Their names, unique.
        headers: The rows that name the columns, as they are written: none, one, or two.
        skip: How many lines stand above the table.
        body: How many lines stand above its first row of data.
        escape: What makes a quote inside quotes a plain one.
    """

    delimiter: str
    columns: tuple[str, ...]
    headers: tuple[tuple[str, ...], ...] = ()
    skip: int = 0
    body: int = 0
    escape: str = '"'

    @property
    def header(self) -> bool:
        """Whether a row names the columns."""
        return bool(self.headers)


Row = tuple[int, list[str]]
"""The number of lines before a row, and its fields."""


def layout_of(text: str) -> Layout:
    """Find the layout from the first lines of a file."""
    declared = re.match(r"\ufeff?sep=(.)\r?\n", text, re.IGNORECASE)
    delimiters = (declared[1],) if declared else DELIMITERS
    escape = "\\" if '\\"' in text and '""' not in text else '"'
    delimiter, width = _best(text, delimiters, escape)
    rows = split(text, delimiter, escape)
    if declared:
        rows = rows[1:]
    start, count = start_of([fields for _, fields in rows], width)
    skip, first = rows[start] if rows else (0, [])
    headers = tuple(tuple(fields) for _, fields in rows[start : start + count])
    below = rows[start + count :]
    body = below[0][0] if below else len(io.StringIO(text, newline="").readlines())
    names = first if headers else [""] * len(first)
    return Layout(delimiter, named(names), headers, skip, body, escape)


def split(text: str, delimiter: str, escape: str) -> list[Row]:
    """Every row that is not empty."""
    if delimiter == BLANKS:
        lines = enumerate(text.splitlines())
        return [(number, line.split()) for number, line in lines if line.strip()]
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        doublequote=escape == '"',
        escapechar=None if escape == '"' else escape,
    )
    rows: list[Row] = []
    before = 0
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return rows
        except csv.Error:  # a quote that is never closed swallows the rest of the sample
            return rows
        if any(field.strip() for field in fields):
            rows.append((before, fields))
        before = reader.line_num


def _best(text: str, delimiters: Iterable[str], escape: str) -> tuple[str, int]:
    """The delimiter that cuts most rows to one width, its first row above all, and that width."""
    fits = [(_fit(split(text, sign, escape)), sign) for sign in delimiters]
    (score, width), delimiter = max(fits, key=lambda item: item[0])
    if width > 1 and score > 0.5:
        return delimiter, width
    blank_score, blank_width = _fit(split(text, BLANKS, escape))
    if blank_width > 1 and blank_score > 1.0:
        return BLANKS, blank_width
    return ",", 1


def _fit(rows: Sequence[Row]) -> tuple[float, int]:
    widths = Counter(len(fields) for _, fields in rows)
    if not widths or max(widths) == 1:
        return 0.0, 1
    width, count = max(((width, count) for width, count in widths.items() if width > 1), key=lambda item: item[1])
    first_fits = len(rows[0][1]) == width
    return count / len(rows) + 0.2 * first_fits + 0.001 * min(width, 50), width

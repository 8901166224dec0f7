"""How a text file is laid out: its delimiter, where its table starts, and whether it has a header."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DELIMITERS = (",", ";", "\t", "|")
BLANKS = ""
"""The delimiter of files whose fields are separated by runs of blanks."""

_TYPED = re.compile(
    r"\s*[-+(]?[$€£¥]?\s*\d[\d.,' ]*([eE][-+]?\d+)?\s*[%)€]?\s*"  # a number, plain or with its currency
    r"|\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*"  # a date, with or without a time
)
_NOTHING = frozenset({"", "null", "none", "na", "n/a", "nan", r"\n", "-"})


@dataclass(frozen=True)
class Layout:
    """How a text file is read: `skip` lines, then a header or not, then rows of these columns."""

    delimiter: str
    columns: tuple[str, ...]
    header: bool
    skip: int = 0
    escape: str = '"'


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
    start = next((at for at, (_, fields) in enumerate(rows[:20]) if len(fields) == width), 0)
    skip, first = rows[start] if rows else (0, [])
    below = [fields for _, fields in rows[start + 1 :] if len(fields) == width]
    header = is_header(first, below)
    names = first if header else [""] * len(first)
    return Layout(delimiter, named(names), header, skip, escape)


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


def is_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a first row names its columns.

    Columns of numbers or dates vote: a word above them speaks for a header, another number against. Where
    there are none (DuckDB's own rule gives up here), names are unique, and no value of their column.
    """
    cells = [cell.strip() for cell in first]
    columns = list(zip(*below, strict=True)) if below else [()] * len(cells)
    votes = sum(_vote(cell, column) for cell, column in zip(cells, columns, strict=True))
    if votes:
        return votes > 0
    names = [cell.lower() for cell in cells if cell]
    repeated = any(cell and cell in column for cell, column in zip(cells, columns, strict=True))
    typed = any(_TYPED.fullmatch(cell) for cell in cells)
    return len(names) * 2 > len(cells) and len(set(names)) == len(names) and not typed and not repeated


def _vote(cell: str, column: Sequence[str]) -> int:
    filled = [value for value in column if value.strip().lower() not in _NOTHING]
    if cell.lower() in _NOTHING or not filled:
        return 0
    typed = sum(bool(_TYPED.fullmatch(value)) for value in filled) >= 0.9 * len(filled)
    if not typed:
        return 0
    return -1 if _TYPED.fullmatch(cell) else 1


def named(names: Sequence[str]) -> tuple[str, ...]:
    """Column names made unique, as SQL compares them; where there is none, the column's number."""
    taken: set[str] = set()
    unique = []
    for number, name in enumerate(names, 1):
        plain = name.strip().lstrip("\ufeff") or f"column{number}"
        candidate, again = plain, 2
        while candidate.lower() in taken:
            candidate, again = f"{plain}_{again}", again + 1
        taken.add(candidate.lower())
        unique.append(candidate)
    return tuple(unique)

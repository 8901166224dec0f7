"""Where the rows of a table begin: what stands above it, which rows name its columns, and what they are called."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Fields = Sequence[str]

PREAMBLE = 20
"""How many rows may stand above a table."""

ENOUGH = 500
"""How many rows tell what is usual in a column."""

_TYPED = re.compile(
    r"\s*[-+(]?[$€£¥]?\s*\d[\d.,' ]*([eE][-+]?\d+)?\s*[%)€]?\s*"  # a number, plain or with its currency
    r"|\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*"  # a date, with or without a time
)
_NOTHING = frozenset({"", "null", "none", "na", "n/a", "nan", r"\n", "-"})
_UNSEEN = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
_AROUND = re.compile(rf"^[\s{_UNSEEN}]+|[\s{_UNSEEN}]+$")


def start_of(rows: Sequence[Fields], width: int) -> tuple[int, int]:
    """Which row of this width is the table's first, and how many rows from there on name its columns: 0 to 2.

    Programs that write every row to full width fill a preamble up with empty fields: such rows are passed over where
    a header comes below them.
    """
    wide = [at for at, fields in enumerate(rows[:PREAMBLE]) if len(fields) == width]
    if not wide:
        return 0, 0
    below = [fields for fields in rows[wide[0] :] if len(fields) == width]
    usual = median(map(_filled, below))
    passed = 0
    for place in range(len(wide) if _filled(below[0]) * 2 <= usual else 0):
        filled = _filled(below[place])
        if filled > passed and filled * 2 > usual and (headers := _headers(below[place], below[place + 1 :])):
            return wide[place], headers
        passed = max(passed, filled)
    return wide[0], _headers(below[0], below[1:])


def is_header(first: Fields, below: Sequence[Fields]) -> bool:
    """Whether a first row names its columns.

    Columns of numbers or dates vote: a word above them speaks for a header, another number against. Where
    there are none (DuckDB's own rule gives up here), names are unique, and no value of their column.
    """
    cells = [trimmed(cell) for cell in first]
    rest = [fields for fields in below if fields != first]
    votes = sum(_vote(cell, column) for cell, column in zip(cells, _columns(rest, len(cells)), strict=True))
    if votes:
        return votes > 0
    columns = _columns(below, len(cells))
    names = [cell.lower() for cell in cells if cell]
    repeated = any(cell and cell in column for cell, column in zip(cells, columns, strict=True))
    typed = any(is_typed(cell) for cell in cells)
    return len(names) * 2 > len(cells) and len(set(names)) == len(names) and not typed and not repeated


def trimmed(name: str) -> str:
    """A name without blanks around it, those that nobody sees included."""
    return _AROUND.sub("", name)


def named(names: Sequence[str]) -> tuple[str, ...]:
    """Column names made unique, as SQL compares them; where there is none, the column's number."""
    taken: set[str] = set()
    unique = []
    for number, name in enumerate(names, 1):
        plain = trimmed(name) or f"column{number}"
        candidate, again = plain, 2
        while candidate.lower() in taken:
            candidate, again = f"{plain}_{again}", again + 1
        taken.add(candidate.lower())
        unique.append(candidate)
    return tuple(unique)


def is_typed(cell: str) -> bool:
    """Whether a text is a number or a date."""
    return bool(_TYPED.fullmatch(cell))


def typed_columns(rows: Sequence[Fields]) -> list[int]:
    """The places of the columns that are filled and typed nearly everywhere."""
    columns = _columns(rows, len(rows[0])) if rows else []
    return [place for place, column in enumerate(columns) if sum(map(is_typed, column)) >= 0.8 * len(column)]


def like_data(row: Fields, rows: Sequence[Fields]) -> bool:
    """Whether a cell of a row is a number or a date, a value its column has again, or has the form of its values."""
    filled = [place for place, cell in enumerate(row) if cell.strip().lower() not in _NOTHING]
    if any(is_typed(row[place]) for place in filled):
        return True
    columns = _columns(rows, len(row))
    return any(row[place] in columns[place] or _in_shape(row[place], columns[place]) for place in filled)


def _headers(first: Fields, below: Sequence[Fields]) -> int:
    """How many rows name the columns: units, or the same names in another language, may follow the names."""
    if len(below) > 2:
        rest = [fields for fields in below[1:ENOUGH] if fields not in (first, below[0])]
        if _names_again(below[0], rest) and is_header(first, rest):
            return 2
    return int(is_header(first, below))


def _names_again(row: Fields, rest: Sequence[Fields]) -> bool:
    """Whether a row right under the header is none of the table's: nothing in it is of its columns' kind.

    Several columns have to say so: a word in one of them may stand for a number that is missing.
    """
    typed = typed_columns(rest)
    words = sum(row[place].strip().lower() not in _NOTHING for place in typed)
    return len(typed) >= (2 if words else 3) and _filled(row) > 0 and not like_data(row, rest)


def _vote(cell: str, column: Fields) -> int:
    filled = [value for value in column if value.strip().lower() not in _NOTHING]
    if cell.lower() in _NOTHING or not filled:
        return 0
    typed = sum(map(is_typed, filled)) >= 0.9 * len(filled)
    if not typed:
        return 0
    return -1 if is_typed(cell) else 1


def _columns(rows: Sequence[Fields], width: int) -> list[tuple[str, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _filled(fields: Fields) -> int:
    return sum(bool(field.strip()) for field in fields)


def _in_shape(cell: str, column: Fields) -> bool:
    """Whether most values of a column look like this one, which has a digit: words look like each other too often."""
    return any(map(str.isdigit, cell)) and Counter(map(_shape, column))[_shape(cell)] * 2 > len(column)


def _shape(cell: str) -> str:
    """A text with letters and digits alike: "P-17" and "K-204" have one shape."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", cell.strip()))

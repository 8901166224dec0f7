"""Rows that are none: headers that come again, and what stands below a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.source.table import literal, quoted
from queries.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Rows = tuple[tuple[str, ...], ...]

_MARKS = '\ufeff"'
"""What the first header of a file may have around its first name, once it stands in the middle of another."""


@dataclass(frozen=True)
class Counts:
    """How many records of a file are data, headers again, and malformed."""

    rows: int = 0
    headers: int = 0
    malformed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.rows + other.rows, self.headers + other.headers, self.malformed + other.malformed)


@dataclass(frozen=True)
class Noise:
    """The rows of a table that are no data, field by field as they are written.

    Attributes:
        columns: The names of its columns.
        headers: Rows that name the columns.
        footers: What stands below the table.
    """

    columns: tuple[str, ...]
    headers: Rows
    footers: Rows

    def sifted(self, rows: list[list[str]]) -> tuple[list[list[str]], int, int]:
        """Those rows that are data, and how many of the others are headers and footers."""
        headers, footers = {_plain(row) for row in self.headers}, set(self.footers)
        starts = {row[0] for row in (*headers, *footers)}
        if not any(row[0].strip(_MARKS) in starts or row[0] in starts for row in rows):
            return rows, 0, 0
        above = [_plain(row) in headers for row in rows]
        below = [tuple(row) in footers and not again for row, again in zip(rows, above, strict=True)]
        data = [row for row, again, note in zip(rows, above, below, strict=True) if not again and not note]
        return data, sum(above), sum(below)

    def is_header(self) -> str:
        """Whether a row is a header, as SQL."""
        return _any(self._equal(_plain(row), bare=True) for row in self.headers)

    def is_footer(self) -> str:
        """Whether a row stands below the table, as SQL."""
        return _any(self._equal(row, bare=False) for row in self.footers)

    def _equal(self, row: Sequence[str], bare: bool) -> str:
        parts = []
        for place, (name, value) in enumerate(zip(self.columns, row, strict=True)):
            column = quoted(name)
            if bare and not place and value:
                marked = (value, f"\ufeff{value}", f'\ufeff"{value}"')
                parts.append(f"{column} IN ({', '.join(map(literal, marked))})")
            else:
                parts.append(f"{column} = {literal(value)}" if value else f"{column} IS NULL")
        return f"({' AND '.join(parts)})"


def told(name: str, counts: Counts) -> tuple[str, ...]:
    """What has to be said about a file of which something was left out."""
    notes = []
    if counts.headers:
        notes.append(
            count_of(
                "{number:,} further header row of {name} was left out.",
                "{number:,} further header rows of {name} were left out.",
                counts.headers,
                name=name,
            )
        )
    if counts.malformed:
        notes.append(
            count_of(
                "{number:,} malformed line of {name} was left out.",
                "{number:,} malformed lines of {name} were left out.",
                counts.malformed,
                name=name,
            )
        )
    return tuple(notes)


def _plain(row: Sequence[str]) -> tuple[str, ...]:
    return (row[0].strip(_MARKS), *row[1:])


def _any(conditions: Iterable[str]) -> str:
    """One of several conditions; a comparison with nothing is no."""
    return f"(({' OR '.join(conditions) or 'false'}) IS TRUE)"

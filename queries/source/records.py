"""The records of a text file that DuckDB refuses, with the malformed ones told apart."""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING

from queries.source.text_files import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.source.text_files import Layout

LONGEST = 1024 * 1024
"""The longest field. A quote that is never closed ends here at the latest, not at the end of the file."""


class _Lines:
    """Lines that can be put back: after a broken quote, reading goes on with the very next line."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        return line

    def put_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))


def records(lines: Iterator[str], layout: Layout) -> Iterator[list[str] | None]:
    """The fields of each record, as many as there are columns; None for a malformed one.

    A record that lacks less than half of its fields is filled up (exports leave out empty ones at the
    end), and one with too many is cut where those are empty.
    """
    width = len(layout.columns)
    if layout.delimiter == BLANKS:
        for line in lines:
            if fields := line.split():
                yield _fitted(fields, width)
        return
    csv.field_size_limit(LONGEST)
    feed = _Lines(lines)
    reader = _reader(feed, layout, strict=True)
    while True:
        feed.taken.clear()
        try:
            row = _fitted(next(reader), width)
        except StopIteration:
            return
        except csv.Error:
            row = _leniently(feed.taken[0], layout, width)
            feed.put_back(feed.taken[1:])
        else:
            if row is None and len(feed.taken) > 1:
                feed.put_back(feed.taken[1:])
        if row is not None or feed.taken[0].strip():
            yield row


def _reader(lines: Iterator[str], layout: Layout, strict: bool) -> Iterator[list[str]]:
    doubled = layout.escape == '"'
    return csv.reader(
        lines,
        delimiter=layout.delimiter,
        doublequote=doubled,
        escapechar=None if doubled else layout.escape,
        strict=strict,
    )


def _leniently(line: str, layout: Layout, width: int) -> list[str] | None:
    """A line with something after a closing quote, where all quotes are closed and the width is right."""
    if line.count('"') % 2:
        return None
    try:
        fields = next(_reader(iter([line]), layout, strict=False), [])
    except csv.Error:  # a field is longer than any that is read
        return None
    return fields if len(fields) == width else None


def _fitted(fields: list[str], width: int) -> list[str] | None:
    if len(fields) == width:
        return fields
    if len(fields) > width:
        return None if any(field.strip() for field in fields[width:]) else fields[:width]
    if len(fields) < 2 or len(fields) * 2 < width:
        return None
    return fields + [""] * (width - len(fields))

"""What stands below a table: when it was made, by whom, a note; lines that look like rows and are none."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from queries.source.headers import ENOUGH, like_data, typed_columns
from queries.source.text_files import BLANKS
from queries.source.unpacking import open_unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from queries.source.noise import Rows
    from queries.source.reader import Recognised
    from queries.source.text_files import Layout, Row

TAIL = 64 * 1024
"""How many bytes of the end of a file are looked at."""

MOST = 20
"""How many lines may stand below a table."""

_LINE = re.compile(r"\r\n|\r|\n")


def tail_of(file: Recognised, encoding: str) -> str:
    """The last lines of a file. Those of a gzipped one are not looked at: it would have to be unpacked for that."""
    if file.gzipped:
        return ""
    with open_unpacked(file.path, gzipped=False) as opened:
        size = opened.seek(0, 2)
        opened.seek(max(0, size - TAIL) // 4 * 4)  # no character of UTF-16 or UTF-32 is cut
        content = opened.read()
    if encoding == "utf-16":
        encoding = "utf-16-be" if file.head.startswith(b"\xfe\xff") else "utf-16-le"
    text = content.decode(encoding, "replace")
    return text if size <= TAIL else "".join(_LINE.split(text, 1)[1:])


def is_one_line(file: Recognised) -> bool:
    """Whether no line ends in the last bytes of a large file but at its very end.

    DuckDB passes over a last line that is longer than its buffer (32 MB), without a word.
    """
    if file.gzipped:
        return False
    with open_unpacked(file.path, gzipped=False) as opened:
        size = opened.seek(0, 2)
        opened.seek(max(0, size - TAIL))
        content = opened.read().rstrip(b"\r\n")
    return size > TAIL and b"\n" not in content and b"\r" not in content


def footers(tail: str, layout: Layout, rows: Sequence[Row]) -> Rows:
    """The lines below a table that have enough fields for a row of it, filled up to its width.

    Args:
        tail: The end of the file.
        layout: How the file is read.
        rows: Its first rows, to know what is usual in it.
    """
    width = len(layout.columns)
    if width < 2 or layout.delimiter == BLANKS:
        return ()
    usual = [fields for before, fields in rows if before >= layout.body and len(fields) == width]
    return noted((_fields(line, layout) for line in reversed(_LINE.split(tail)[-MOST:])), usual[:ENOUGH], width)


def noted(upwards: Iterable[list[str] | None], rows: list[list[str]], width: int) -> Rows:
    """The rows below a table that have enough fields for a row of it, filled up to its width.

    Args:
        upwards: The fields of its last lines, the very last one first; None where one cannot be told by itself.
        rows: Some of its first rows, to know what is usual in it.
        width: The number of its columns.
    """
    usual = _usual(rows)
    sparse = any(_filled(fields) == 1 for fields in usual)
    below: list[list[str]] = []
    apart = 0
    for fields in upwards:
        if fields is None or _is_row([*fields, *[""] * (width - len(fields))], len(fields), usual, sparse):
            break
        below.append(fields)
        apart = apart if _filled(fields) else len(below)
    else:
        return ()  # no row anywhere: it is another kind of file
    # What stands above the last blank line may be a row that was cut short; a single cell is none.
    found = [fields for place, fields in enumerate(below) if place < apart or _filled(fields) == 1]
    return tuple((*fields, *[""] * (width - len(fields))) for fields in found if 0 < _filled(fields) <= width)


def _usual(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the last ones that hold a single value: in a small file these may be the footers."""
    last = next((place for place, fields in enumerate(reversed(rows)) if _filled(fields) > 1), 0)
    return rows[: len(rows) - last]


def _is_row(fields: list[str], written: int, usual: Sequence[Sequence[str]], sparse: bool) -> bool:
    """Whether a line may be one of the table's: something in it is what its columns have.

    Args:
        fields: Its fields, filled up to the table's width.
        written: How many of them there are.
        usual: Rows of the table.
        sparse: Whether there are rows with a single value among them.
    """
    if not usual or len(fields) != len(usual[0]) or not _filled(fields):
        return False
    if like_data(fields, [row for row in usual if row != fields]):
        return written > 1
    if _filled(fields) > 1:
        return written == len(fields) and not typed_columns(usual)
    return written == len(fields) and (sparse or written < 3)


def _fields(line: str, layout: Layout) -> list[str] | None:
    """The fields of a line; None where a quoted one goes on in the next."""
    if line.count('"') % 2:
        return None
    doubled = layout.escape == '"'
    escape = None if doubled else layout.escape
    return next(csv.reader([line], delimiter=layout.delimiter, doublequote=doubled, escapechar=escape), [])


def _filled(fields: Sequence[str]) -> int:
    return sum(bool(field.strip()) for field in fields)

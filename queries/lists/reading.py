"""Reads a list of customers from any file: one id a line, a column of a table, or a table of a database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from queries.errors import SourceError
from queries.source import Limits, open_source
from queries.source.encodings import encoding_of, encoding_of_file
from queries.source.faults import translated
from queries.source.paths import find
from queries.source.reader import HEAD
from queries.source.readers import TEXT
from queries.source.recognising import recognise
from queries.source.table import quoted
from queries.source.text_files import BLANKS, layout_of, split
from queries.source.unpacking import open_unpacked
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from queries.source.reader import Recognised

LARGEST = 256 * 1024 * 1024
"""The most bytes of a text file that is read as a list."""

EXPORTED = "id"
"""What our own exports call the customer's id."""


def read_ids(path: Path, columns: Iterable[str] = ()) -> tuple[pl.Series, str | None]:
    """The ids of a list, as text without blanks around it, and perhaps one more.

    Args:
        path: A text file (one id a line, or a table with any separator), or a table in another form.
        columns: What the customer's id is called in the data: such a column is taken, in any case, else `id`, else
            the first.

    Returns:
        The ids, empty ones left out; and the heading of a single column, which may be an id: nobody can tell from
        the file alone.

    Raises:
        SourceError: The file cannot be read.
    """
    (group,) = find([path])
    if len(group.files) > 1:
        raise SourceError(
            say("{pattern} names {files} files.", pattern=group.pattern, files=len(group.files)),
            say("Name one list at a time."),
        )
    path = group.files[0]
    with translated([path]):
        file = recognise(path)
    wanted = [*columns, EXPORTED]
    if file.reader is TEXT:
        with translated([path]):
            return _of_text(file, wanted)
    source = open_source([path], Limits())
    table = next(table for table in source.tables() if not table.problem)
    name = [column.name for column in table.columns][_place([column.name for column in table.columns], wanted)]
    frame = source.query(f"SELECT {quoted(name)}::VARCHAR AS id FROM {table.sql}")
    return _tidy(frame["id"]), None


def _of_text(file: Recognised, wanted: Sequence[str]) -> tuple[pl.Series, str | None]:
    """The ids of a text file."""
    content = _content(file)
    text = content.decode(_encoding(file), "replace").removeprefix("\ufeff")
    head = text[:HEAD]
    layout = layout_of(head if len(head) == len(text) else head[: head.rfind("\n") + 1] or head)
    if layout.delimiter == BLANKS or len(layout.columns) == 1:
        # A list of names is one name a line, whatever stands between first and last names.
        lines = [line.strip() for line in re.split(r"\r\n|\r|\n", text)]
        filled = [_unquoted(line) for line in lines if line]
        named = bool(filled) and filled[0].casefold() in {name.casefold() for name in wanted}
        return _tidy(pl.Series(filled[1:] if named else filled, dtype=pl.String)), None if named else _heading(filled)
    rows = [fields for _, fields in split(text, layout.delimiter, layout.escape)]
    start = next((at for at, fields in enumerate(rows) if len(fields) == len(layout.columns)), 0)
    place = _place(list(layout.columns), wanted) if layout.header else 0
    below = rows[start + layout.header :]
    return _tidy(pl.Series([fields[place] for fields in below if len(fields) > place], dtype=pl.String)), None


def _heading(lines: Sequence[str]) -> str | None:
    """The first of several lines: where the data do not know it, it is taken for a heading."""
    return lines[0] if len(lines) > 1 else None


def _content(file: Recognised) -> bytes:
    """The bytes of a text file, unpacked."""
    with open_unpacked(file.path, file.gzipped) as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise SourceError(
            say("{name} is too large for a list of customers.", name=file.path.name),
            say("Open it as data, or cut it down."),
        )
    return content


def _encoding(file: Recognised) -> str:
    """The encoding of a text file: that of its head, unless that is plain ASCII and the rest is not."""
    encoding = encoding_of(file.head, len(file.head) < HEAD)
    return encoding_of_file(file.path, file.gzipped) if encoding == "utf-8" else encoding


def _unquoted(line: str) -> str:
    """A line without the quotes of a CSV of one column."""
    quotes = re.fullmatch(r'"((?:[^"]|"")*)"', line)
    return quotes[1].replace('""', '"') if quotes else line


def _place(names: Sequence[str], wanted: Iterable[str]) -> int:
    """Where the column of ids stands: the first that is wanted, else the first of all."""
    folded = [name.casefold() for name in names]
    return next((folded.index(name.casefold()) for name in wanted if name.casefold() in folded), 0)


def _tidy(ids: pl.Series) -> pl.Series:
    """Ids without blanks around them, empty ones left out."""
    tidy = ids.cast(pl.String).str.strip_chars()
    return tidy.filter(tidy.is_not_null() & (tidy != "")).rename("id")

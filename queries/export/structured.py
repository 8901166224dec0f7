"""JSON, one object with everything; JSON Lines, one object a row."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, BinaryIO

from queries.export.plain import plain_batches

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from queries.export.page import Page

_ACTING = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]")
"""What JSON need not escape but a terminal would obey or hide; it only ever stands inside JSON's strings."""


def write_json(page: Page, file: BinaryIO) -> None:
    """One object: what was asked, of what, what the columns mean, notes, and last the `rows`."""
    text = json.dumps(page.about(), ensure_ascii=False, indent=2)
    file.write(_escaped(text.removesuffix("\n}")) + b',\n  "rows": [')
    before = b"\n    "
    for row in _lines(page.frame):
        file.write(before + row)
        before = b",\n    "
    file.write(b"\n  ]\n}\n" if len(page.frame) else b"]\n}\n")


def write_jsonl(page: Page, file: BinaryIO) -> None:
    """One object a row, by column name."""
    for row in _lines(page.frame):
        file.write(row + b"\n")


def _lines(frame: pl.DataFrame) -> Iterator[bytes]:
    """Each row as a JSON object; NaN and infinity are null, as Polars writes them."""
    for batch in plain_batches(frame):
        lines = io.BytesIO()
        batch.write_ndjson(lines)
        yield from _escaped(lines.getvalue().decode()).splitlines()


def _escaped(text: str) -> bytes:
    """The text in UTF-8; what a terminal would obey is written as an escape, which means the same."""
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode()

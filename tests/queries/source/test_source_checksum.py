"""A database begins with a checksum: whatever its bytes are, it is a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.source.readers import DATABASE
from queries.source.recognising import recognise

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_checksum_that_looks_like_gzip_is_no_gzip(database: Callable[..., Path]) -> None:
    path = database("CREATE TABLE t AS SELECT 1 AS x")
    with path.open("r+b") as file:
        file.write(b"\x1f\x8b")
    found = recognise(path)
    assert (found.reader, found.gzipped) == (DATABASE, False)

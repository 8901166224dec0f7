"""Gzipped files, read as what is in them."""

from __future__ import annotations

import gzip
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import Path

GZIP = b"\x1f\x8b"
"""How a gzipped file begins."""

PACKED = ".gz"
"""How the name of one ends, behind the ending of what is in it."""


def open_unpacked(path: Path, gzipped: bool) -> IO[bytes]:
    """Open a file for reading its content."""
    return cast("IO[bytes]", gzip.open(path, "rb")) if gzipped else path.open("rb")


def unpacked_name(path: Path) -> str:
    """What a file is called without being packed, in small letters."""
    return path.name.lower().removesuffix(PACKED)

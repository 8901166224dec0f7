"""What is packed into a workbook, measured before a library unpacks it into memory."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from queries.errors import SourceError
from queries.wording import say

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 2 * 1024**3
"""The most bytes that a workbook may hold unpacked: a million rows of thirty columns."""

MOST_PACKED = 1032
"""So many times smaller a part becomes at best."""

PIECE = 1024 * 1024


def refuse_bomb(path: Path) -> None:
    """Refuse a workbook that holds more than could be unpacked, whatever it says of its own size.

    Raises:
        SourceError: It holds more, or is damaged.
    """
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > LARGEST:
                raise _too_large(path)
            # A part that says it is small and is not ends with a checksum that does not fit.
            if path.stat().st_size * MOST_PACKED > LARGEST:
                for part in parts:
                    with packed.open(part) as content:
                        while content.read(PIECE):
                            pass
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise SourceError(
            say("{name} is damaged: a part of it cannot be unpacked.", name=path.name), say("Copy it again.")
        ) from error


def _too_large(path: Path) -> SourceError:
    return SourceError(
        say(
            "{name} holds more than {largest} GB unpacked, too much for a workbook.",
            name=path.name,
            largest=LARGEST // 1024**3,
        ),
        say("Export its sheets as CSV."),
    )

"""What a file is, by what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def is_database(path: Path) -> bool:
    """Whether a file is a DuckDB database."""
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"

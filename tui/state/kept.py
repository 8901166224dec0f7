"""Small JSON files of the user's own: written whole or not at all, and readable by nobody else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from queries.wording import say

if TYPE_CHECKING:
    from pathlib import Path


def write_entries(path: Path, entries: list[dict[str, Any]]) -> None:
    """Write a list of objects; raises OSError, and then what was there before is still there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(as_json(entries))
    fresh.replace(path)


def as_json(entries: list[dict[str, Any]]) -> bytes:
    """A list of objects as such a file holds it."""
    import json

    text = json.dumps(entries, ensure_ascii=False, indent=1, default=str)
    return text.encode("utf-8", "backslashreplace")  # which is how JSON writes what is no character


def read_entries(path: Path) -> list[dict[str, Any]]:
    """The objects of such a file.

    Raises:
        OSError: It cannot be read.
        ValueError: It is no JSON, nested too deeply, or no list of objects.
    """
    import json

    from queries.source.small_files import small_text

    try:
        entries = json.loads(small_text(path))
    except RecursionError as error:
        raise ValueError(say("it is nested too deeply")) from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError(say("it is no list of objects"))
    return entries

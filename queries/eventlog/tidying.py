"""What of the cache's folder is ours: how much it takes, and forgetting it.

The folder is the user's, and other things may have come to stand in it. What is forgotten is a folder of ours by its
name, no link, and of what is in it the files that we write; whatever else is there stays.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from queries.source.folders import sweep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 20 * 1024**3
"""The cache's size limit in bytes; what was not used for longest goes first."""

SIDE = ".new-"
"""How the folder begins in which something is written before it is moved to its place."""

GUESSES = "guesses"
"""The folder of guesses about files, in a folder for each state of them."""

_LOG = re.compile(r"[0-9a-f]{32}")
_GUESS = re.compile(r"\d+-[0-9a-f]{32}")
_KEPT = re.compile(r"facts\.json|[\w.-]+\.arrow|\.?[\w-]+\.toml")


def folder_size(folder: Path) -> int:
    """The bytes that kept logs and guesses take."""
    return sum(file.lstat().st_size for place in _places(folder) for file in _files(place))


def clear(folder: Path) -> int:
    """Forget every kept log and guess; returns the bytes that are free again."""
    size = folder_size(folder)
    for place in _places(folder):
        forget(place)
    sweep(folder, SIDE)
    return size - folder_size(folder)


def make_room(folder: Path) -> None:
    """Forget what was not used for longest until half the limit is free, and what killed processes left."""
    sweep(folder, SIDE)
    left = folder_size(folder)
    for place in sorted(_places(folder), key=lambda place: place.lstat().st_mtime):
        if left <= LARGEST // 2:
            return
        left -= forget(place)


def forget(place: Path) -> int:
    """Remove a kept log or guess, and tell how many bytes it took; what is not ours stays, and its folder with it."""
    if not _is_folder(place):
        return 0
    sweep(place, SIDE)
    freed = 0
    for file in _files(place):
        with suppress(OSError):
            size = file.lstat().st_size
            file.unlink()
            freed += size
    with suppress(OSError):
        place.rmdir()
    return freed


def _places(folder: Path) -> list[Path]:
    """The folders of kept logs and guesses."""
    inside = ((folder, _LOG), (folder / GUESSES, _GUESS))
    return [
        place
        for parent, form in inside
        for place in _entries(parent)
        if form.fullmatch(place.name) and _is_folder(place)
    ]


def _files(place: Path) -> list[Path]:
    """The files of a folder that we wrote."""
    return [file for file in _entries(place) if _KEPT.fullmatch(file.name) and stat.S_ISREG(file.lstat().st_mode)]


def _entries(folder: Path) -> Iterator[Path]:
    """What is in a folder; nothing of one that is not there."""
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError), os.scandir(folder) as entries:
        yield from (folder / entry.name for entry in entries)


def _is_folder(place: Path) -> bool:
    """Whether it is a folder and no link to one."""
    with suppress(OSError):
        return stat.S_ISDIR(place.lstat().st_mode)
    return False

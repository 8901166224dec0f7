"""Folders for what is spilled or written to the side: private, gone at the end, and swept where the end was rude.

Whoever makes such a folder holds a lock on it for as long as they live. The system lets go of it when a process ends,
however that happens: a folder without a lock is what a killed process left behind.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
import weakref
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from queries.errors import SourceError
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "regulars-private-"
"""How the private folder of a process begins: so begins nothing that others put there."""


@cache
def private_folder() -> Path:
    """The folder (0700) of this process; removed when the process ends, and what others left is swept before.

    Raises:
        SourceError: No folder for temporary files can be written to.
    """
    try:
        parent = Path(tempfile.gettempdir())
        sweep(parent, PREFIX)
        folder, _ = _locked_folder(parent, PREFIX)
    except OSError as error:
        what = say("There is no room, or no folder that may be written, for temporary files.")
        raise SourceError(what, say("Make room, or set TMPDIR to a folder on a larger disk.")) from error
    atexit.register(remove, folder)
    return folder


def remove(folder: Path) -> None:
    """Remove a folder with all it holds; what is gone already is no fault."""
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def side_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder (0700) to write to before it is moved or emptied; what is left of it goes at the end of the block."""
    folder, lock = _locked_folder(parent, prefix)
    try:
        yield folder
    finally:
        remove(folder)
        os.close(lock)


def sweep(parent: Path, prefix: str) -> None:
    """Remove the folders of a prefix that this user's ended processes left; links and what somebody holds stay."""
    for folder in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            if folder.lstat().st_uid != os.geteuid():
                continue
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove(folder)
            finally:
                os.close(lock)


def _locked_folder(parent: Path, prefix: str) -> tuple[Path, int]:
    """A new folder, and the descriptor that holds its lock until it is closed."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        # Somebody may have swept it before it was locked.
        with suppress(FileNotFoundError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            with suppress(OSError):  # a file system without locks: nobody can sweep there either
                fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


class PrivateFolder:
    """A folder for converted files, removed as soon as nothing refers to it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(dir=private_folder()))
        weakref.finalize(self, remove, self.path)

"""Folders for what has to be spilled: private, and gone at the end."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import weakref
from functools import cache
from pathlib import Path


@cache
def private_folder() -> Path:
    """The folder (0700) of this process; removed when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-"))
    atexit.register(remove, folder)
    return folder


def remove(folder: Path) -> None:
    """Remove a folder with all it holds; what is gone already is no fault."""
    shutil.rmtree(folder, ignore_errors=True)


class PrivateFolder:
    """A folder for converted files, removed as soon as nothing refers to it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(dir=private_folder()))
        weakref.finalize(self, remove, self.path)

"""Folders for what has to be spilled: private, and gone at the end."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import weakref
from functools import cache
from pathlib import Path

from queries.errors import SourceError


@cache
def private_folder() -> Path:
    """The folder (0700) of this process; removed when the process ends.

    Raises:
        SourceError: No folder for temporary files can be written to.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="regulars-"))
    except OSError as error:
        what = "There is no room, or no folder that may be written, for temporary files."
        raise SourceError(what, "Make room, or set TMPDIR to a folder on a larger disk.") from error
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

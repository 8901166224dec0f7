"""Files that a person writes and the whole of which is held: read up to a limit, and only where they are files."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

from queries.wording import say

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 8 * 1024 * 1024
"""Far more than anybody writes by hand, and read at once."""


def small_text(path: Path) -> str:
    """The text of a file of UTF-8.

    Raises:
        OSError: It cannot be read, is a pipe or a device, which may never end, or is too large.
        UnicodeDecodeError: It is no UTF-8.
    """
    if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
        raise OSError(errno.EINVAL, say("it is a pipe or a device, not a file"))
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise OSError(errno.EFBIG, say("it has more than {largest} MB", largest=LARGEST // 1024**2))
    return content.decode("utf-8")

"""Paths that begin at somebody's home."""

from __future__ import annotations

import os
from pathlib import Path


def from_home(path: str | Path) -> Path:
    """A path with the home that its `~` or `~name` stands for.

    Where nobody is called so it stays as it is, as in a shell: `Path.expanduser` raises RuntimeError instead.
    """
    return Path(os.path.expanduser(path))  # noqa: PTH111

"""How Polars' allocator treats the memory that a question has given back."""

from __future__ import annotations

import os
import sys

KEPT = "dirty_decay_ms:10000,muzzy_decay_ms:10000"
"""What is free goes back to the system after ten seconds."""

LARGE = "thp:always"
"""Large pages where the kernel offers them; elsewhere the allocator would complain of it on standard error."""


def keep_pages() -> None:
    """Have Polars keep for ten seconds what a question gave back: the next one asks for as much.

    By default it goes back after half a second, and every question pays for getting it again, page by page: an
    eighth of its time. To be called before Polars is imported; what the user has set stays.
    """
    os.environ.setdefault("_RJEM_MALLOC_CONF", f"{KEPT},{LARGE}" if sys.platform == "linux" else KEPT)

"""Names of events and channels that are spelled in several ways."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def canonical(found: Iterable[tuple[str, int]], known: Iterable[str] = ()) -> tuple[dict[str, str], int]:
    """Words that differ only in case or blanks, as they are known, else as the most frequent of them is spelled.

    Args:
        found: Spelling and number of rows, most frequent first.
        known: Spellings that others use already; the first of a word counts.

    Returns:
        Spelling → spelling to use, and the number of rows whose spelling changes.
    """
    same: dict[str, str] = {}
    for spelling in known:
        same.setdefault(_word(spelling), spelling)
    used: dict[str, str] = {}
    changed: dict[str, int] = defaultdict(int)
    for spelling, rows in found:
        used[spelling] = same.setdefault(_word(spelling), spelling)
        changed[spelling] += rows if used[spelling] != spelling else 0
    return used, sum(changed.values())


def _word(spelling: str) -> str:
    """A word without regard to case and blanks."""
    return " ".join(spelling.split()).casefold()

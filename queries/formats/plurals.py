"""How many of something, in words."""

from __future__ import annotations

from queries.wording import count_of


def many(number: int, one: str, several: str = "") -> str:
    """A number with what it counts: 1 day, 1,204 days; the plural is told where it is not the singular and an s."""
    return count_of(f"{{number:,}} {one}", f"{{number:,}} {several or f'{one}s'}", number)

"""The keys that open everything: told to whoever opens their first files, until they were used."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from queries.wording import mark
from tui.state.kept import read_entries, write_entries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HINTS: Mapping[str, str] = {
    "palette": mark("finds anything"),
    "scope": mark("narrows"),
    "help": mark("all keys"),
}
"""What they do, by the ids of the commands."""

OPENINGS = 3
"""After so many openings nobody is new any more."""


class Hints:
    """What somebody has yet to be told. A small file; one that cannot be written tells it again next time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def left(self) -> tuple[str, ...]:
        """The commands that were not used yet; none once enough was opened."""
        if self._known["openings"] > OPENINGS:
            return ()
        return tuple(name for name in HINTS if name not in self._known["used"])

    def opened(self) -> None:
        """Files were opened."""
        if self._known["openings"] <= OPENINGS:
            self._known["openings"] += 1
            self._write()

    def use(self, name: str) -> None:
        """A command was used."""
        if name in self.left:
            self._known["used"].append(name)
            self._write()

    @cached_property
    def _known(self) -> dict[str, Any]:
        """How often files were opened, and which of the commands were used."""
        try:
            kept: dict[str, Any] = next(iter(read_entries(self.path)), {})
        except (OSError, ValueError):
            kept = {}
        openings, used = kept.get("openings"), kept.get("used")
        return {
            "openings": openings if isinstance(openings, int) else 0,
            "used": [name for name in HINTS if name in used] if isinstance(used, list) else [],
        }

    def _write(self) -> None:
        with suppress(OSError):
            write_entries(self.path, [self._known])

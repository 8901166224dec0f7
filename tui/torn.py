"""Codes of the terminal that come in pieces: a slow line tears them, and a half of one is other keys.

`esc` and the first byte of every code are the same. Whoever takes the one for the other closes a dialog and moves the
period back where somebody pressed an arrow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ESC = "\x1b"
LATE = 5
"""So many times as long the rest of a code may take, once it is certain, or likely, that it is one."""
CODE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[^\x1b]*|[^\x1b]+")
"""A code, or text between codes: each is read apart, so that one that is wrong takes no other along."""
BEGUN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O)?\Z")
"""What may be the beginning of one."""
REST = re.compile(r"\[(?:[A-DFHZIO]|\d[\d;:]*[~A-Hu]|<\d+;\d+;\d+[Mm])|O[A-DFHP-S]")
"""What follows `esc` in the codes of keys and the mouse, and what nobody types within one read."""


class Torn:
    """Puts codes together again.

    Attributes:
        patience: Seconds that `esc` alone waits for the rest of a code.
    """

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self._late = LATE * patience
        self._begun = ""
        self._due = self._escaped = 0.0

    def take(self, text: str, now: float) -> Iterator[str]:
        """Whole codes, and the text between them, of what was read at a time in seconds; nothing may have been.

        `esc` alone is the key, once nothing has followed it for so long; the rest of a code that comes later still is
        that code, not letters.
        """
        if not text and now < self._due:
            return
        if not self._begun and now < self._escaped + self._late and REST.match(text):
            text = ESC + text
        whole = self._begun + text
        begun = BEGUN.search(whole) if text else None
        self._begun = begun.group() if begun else ""
        self._due = now + (self.patience if self._begun == ESC else self._late)
        self._escaped = now if whole == ESC and not self._begun else 0.0
        yield from CODE.findall(whole.removesuffix(self._begun))

    def wait(self, now: float, longest: float) -> float:
        """How long to wait for more, at most."""
        return min(max(self._due - now, 0), longest) if self._begun else longest

"""A session of the real program, recorded: `asciinema play docs/session.cast` plays it. See `make screenshots`."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE = (100, 30)
LONGEST = 1.5
"""Seconds that nothing happens, at most, when it is played."""
STEPS = (
    ("", "Overdue"),
    ("\x1b[B\x1b[B", "Buyers"),
    (":", "Find"),
    ("reten", "Retention"),
    ("\r", "Cohort"),
    ("'", "Jump"),
    ("R", "champions"),
    ("f", "Scope"),
    ("web", "Channel: web"),
    ("\r", "web"),
    ("L", "分群"),
    ("L", "champions"),
)
"""Keys, and what is waited for then."""


def recorded(shop: Path, folder: Path) -> str:
    """The session as asciicast, version 2: a header, then what was written and when, a line each."""
    terminal = Terminal([str(shop)], folder, SIZE)
    try:
        lines = [json.dumps({"version": 2, "width": SIZE[0], "height": SIZE[1], "title": "regulars"})]
        lines += [json.dumps([round(at, 2), "o", text]) for at, text in _written(terminal)]
    finally:
        terminal.close()
    return "\n".join(lines) + "\n"


def _written(terminal: Terminal) -> Iterator[tuple[float, str]]:
    """What the program writes after each step; pauses are shortened to what a reader needs."""
    at = 0.0
    for keys, awaited in STEPS:
        terminal.send(keys)
        began, before = time.monotonic(), len(terminal.raw)
        terminal.wait(awaited)
        terminal.rest()
        at += min(time.monotonic() - began, LONGEST)
        yield at, terminal.raw[before:].decode(errors="replace")
        at += LONGEST

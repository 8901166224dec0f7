"""Words in the place of an answer that is not there, and below them the keys that lead on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tui.text.aligned import aligned
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence


def with_ways(words: str, ways: Sequence[tuple[str, str]]) -> Text:
    """The words, then a line for each key with what it does."""
    told = Text("\n".join([*map(safe, words.split("\n")), ""]))
    for (key, _), line in zip(ways, aligned(ways, right=()), strict=True):
        told.append("\n").append(key, style="bold").append(line[len(key) :], style="dim")
    return told

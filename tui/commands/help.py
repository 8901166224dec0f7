"""Help: the question on the screen, the keys of the pane in focus, then all the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tui.commands.listed import GROUPS, Where, at, keys_of
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.answering.result import Result

SIGNS = (
    ("*", "the period is not complete"),
    ("°", "fewer than 30: take it with care"),
    ("–", "not known, or nothing to divide by"),
)


def help_words(places: tuple[Where, ...], keymap: Mapping[str, str], result: Result | None) -> Text:
    """What help says, the places in focus first."""
    words = Text()
    if result is not None:
        words.append(f"{safe(result.metric.title)}: {safe(result.metric.question)}\n", style="bold")
        words.append(f"{safe(result.metric.formula)}\n", style="dim")
        for note in result.notes:
            words.append(f"· {safe(note)}\n", style="dim")
        words.append("\n")
    for place in dict.fromkeys((*places, *GROUPS)):
        words.append(f"{GROUPS[place]}\n", style="bold")
        for entry in at(place):
            keys = ", ".join(keys_of(entry, keymap)) or "(palette)"
            words.append(f"  {keys:<18} ", style="bold")
            words.append(f"{entry.help}\n")
        words.append("\n")
    words.append("Signs in tables\n", style="bold")
    for sign, meaning in SIGNS:
        words.append(f"  {sign:<18} ", style="bold")
        words.append(f"{meaning}\n")
    return words

"""Help: the question on the screen, the keys of the pane in focus, then all the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from queries.wording import mark, say
from tui.commands.listed import GROUPS, PANES, at, keys_of
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from queries.answering.result import Result
    from tui.commands.listed import Command, Where

SIGNS = (
    ("*", mark("the period is not complete")),
    ("°", mark("fewer than 30: take it with care")),
    ("–", mark("not known, or nothing to divide by")),
)


def help_words(
    places: tuple[Where, ...], keymap: Mapping[str, str], result: Result | None, panes: Sequence[Command] = ()
) -> Text:
    """What help says, the places in focus first.

    Args:
        places: Whose keys come first.
        keymap: The user's own keys.
        result: The answer on the screen.
        panes: The commands that go to the panes of the screen, where it has several.
    """
    words = Text()
    if result is not None:
        words.append(f"{safe(result.metric.title)}: {safe(result.metric.question)}\n", style="bold")
        words.append(f"{safe(result.metric.formula)}\n", style="dim")
        for note in result.notes:
            words.append(f"· {safe(note)}\n", style="dim")
        words.append("\n")
    for place in dict.fromkeys((*places, *GROUPS)):
        words.append(f"{say(GROUPS[place])}\n", style="bold")
        for entry in _with_panes(at(place), panes):
            keys = ", ".join(keys_of(entry, keymap)) or say("(palette)")
            words.append(f"  {keys:<18} ", style="bold")
            words.append(f"{entry.help}\n")
        words.append("\n")
    words.append(f"{say('Signs in tables')}\n", style="bold")
    for sign, meaning in SIGNS:
        words.append(f"  {sign:<18} ", style="bold")
        words.append(f"{say(meaning)}\n")
    return words


def _with_panes(entries: Sequence[Command], panes: Sequence[Command]) -> Iterator[Command]:
    """The commands, those that go to panes as the panes of the screen say them."""
    last = PANES[-1].id
    for entry in entries:
        if not panes or entry not in PANES:
            yield entry
        elif entry.id == last:
            yield from panes

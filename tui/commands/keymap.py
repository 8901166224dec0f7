"""How the list of commands becomes key bindings, and the user's own keys."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

from queries.errors import UsageError
from queries.wording import say
from tui.commands.listed import COMMANDS, command
from tui.state.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def bindings(ids: Iterable[str]) -> list[Any]:
    """Textual's bindings for some commands, with their ids for the keymap; what has no key is left to the palette."""
    return [
        Binding(entry.keys, entry.action, entry.title, show=False, id=entry.id, priority=entry.id == "quit")
        for entry in map(command, ids)
        if entry.keys
    ]


def read_keymap(path: Path) -> tuple[dict[str, str], list[str]]:
    """The `[keymap]` of a settings file: command id → keys, and sentences about what is wrong in it.

    What is wrong is left out and said: a slip in the settings must not keep anyone from an answer.
    """
    try:
        given: Mapping[str, str] = read_settings(path).keymap
    except UsageError as error:
        return {}, [str(error)]
    ids = {entry.id for entry in COMMANDS}
    wrong = []
    for name in given.keys() - ids:
        near = get_close_matches(name, ids, n=1)
        hint = say(" Did you mean {near}?", near=near[0]) if near else ""
        wrong.append(say("{path}: [keymap] knows no “{name}”.{hint}", path=path, name=name, hint=hint))
    return {name: keys for name, keys in given.items() if name in ids}, sorted(wrong)

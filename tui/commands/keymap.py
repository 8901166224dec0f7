"""How the list of commands becomes key bindings, and the user's own keys."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from itertools import product
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.keys import REPLACED_KEYS, Keys, _get_unicode_name_from_key

from queries.wording import say
from tui.commands.listed import COMMANDS, command
from tui.state.settings import line_of, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tui.commands.listed import Where

HEARD_TOGETHER = (
    *({"page", place} for place in ("table", "findings", "questions", "portrait")),
    {"table", "portrait"},
)
"""Places whose commands are heard at once, beside those that are heard everywhere."""


def bindings(ids: Iterable[str]) -> list[Any]:
    """Textual's bindings for some commands, with their ids for the keymap; what has no key is left to the palette."""
    return [
        Binding(entry.keys, entry.action, entry.title, show=False, id=entry.id, priority=entry.id == "quit")
        for entry in map(command, ids)
        if entry.keys
    ]


def read_keymap(path: Path) -> tuple[dict[str, str], list[str]]:
    """The `[keymap]` of a settings file: command id → keys, and sentences about what is wrong in the file.

    What is wrong is left out and said, but for a key that is given twice: one of the two works.
    """
    settings = read_settings(path)
    ids = {entry.id for entry in COMMANDS}
    wrong, keymap = [], {}
    for name, keys in settings.keymap.items():
        strange = [key for key in map(str.strip, keys.split(",")) if key and not _is_key(key)]
        if name not in ids:
            near = get_close_matches(name, ids, n=1)
            hint = say(" Did you mean {near}?", near=near[0]) if near else ""
            at = _line(path, name)
            wrong.append(say("{path}: [keymap] knows no “{name}”.{hint}", path=at, name=name, hint=hint))
        elif strange:
            at = _line(path, name)
            wrong.append(say("{path}: [keymap] “{name}”: there is no key “{key}”.", path=at, name=name, key=strange[0]))
        else:
            keymap[name] = keys
    twice = [
        say(
            "{path}: [keymap] “{key}” is both {name} and {other}; one of them does not hear it.",
            path=_line(path, name), key=key, name=name, other=other,
        )
        for name, other, key in given_twice(keymap)
    ]  # fmt: skip
    return keymap, [*settings.wrong, *wrong, *twice]


def given_twice(keymap: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Keys that two commands have where both are heard, each with the one of the keymap and another before it."""
    keys = {entry.id: set(map(str.strip, keymap.get(entry.id, entry.keys).split(","))) - {""} for entry in COMMANDS}
    found: dict[str, tuple[str, str, str]] = {}
    for entry, other in product([entry for entry in COMMANDS if entry.id in keymap], COMMANDS):
        together = entry is not other and _together(entry.where, other.where)
        both = keys[entry.id] & keys[other.id] if together else set()
        # Where the two share a key unasked they know how to part it.
        for key in sorted(both - ({*entry.keys.split(",")} & {*other.keys.split(",")})):
            found.setdefault(key, (entry.id, other.id, key))
    return list(found.values())


def _together(one: Where, other: Where) -> bool:
    """Whether commands of two places are heard at once."""
    return one == other or "everywhere" in (one, other) or {one, other} in HEARD_TOGETHER


def _is_key(name: str) -> bool:
    """Whether a keyboard has such a key, as Textual calls it."""
    key = name.split("+")[-1] or "+"
    if len(key) == 1 or key in {known.value for known in Keys}:
        return True
    try:
        return bool(unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key))))
    except KeyError:
        return False


def _line(path: Path, name: str) -> str:
    from queries.source.small_files import small_text

    return line_of(path, small_text(path), name)

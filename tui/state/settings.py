"""The user's settings, `config.toml`: a missing file is fine; what is wrong in it is left out, and named with its line.

A slip in the settings must not keep anyone from an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from queries.errors import UsageError
from queries.wording import LANGUAGES, language_of, mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MARKERS = ("block", "braille", "ascii")


@dataclass(frozen=True)
class Settings:
    """What the user set once and for all; options of the command line say otherwise.

    Attributes:
        theme: The colours of the screen.
        marker: What trends and charts are drawn with: block, braille or ascii.
        mouse: Whether the mouse works.
        memory: How much memory DuckDB may take ("4GB").
        threads: How many threads DuckDB may use.
        keymap: Command id → keys, instead of its own.
        language: What the program speaks: en or zh; else as the locale says.
        wrong: Sentences about what is wrong in the file, and left out here.
    """

    theme: str | None = None
    marker: str | None = None
    mouse: bool | None = None
    memory: str | None = None
    threads: int | None = None
    keymap: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    wrong: tuple[str, ...] = ()


_KINDS: dict[str, tuple[type, str, tuple[str, ...]]] = {
    "theme": (str, mark("text"), ()),
    "marker": (str, mark("one of {names}"), MARKERS),
    "mouse": (bool, mark("true or false"), ()),
    "memory": (str, mark('text like "4GB"'), ()),
    "threads": (int, mark("a whole number, 1 or more"), ()),
    "language": (str, mark("one of {names}"), tuple(LANGUAGES)),
    "keymap": (dict, mark('a table of commands and keys, like move.down = "j"'), ()),
}


def read_settings(path: Path) -> Settings:
    """The settings in a file but for those that mean nothing; the defaults where there is none, or none can be read."""
    if not path.exists():
        return Settings()  # nothing heavy is imported to find that out
    import tomllib

    from queries.source.small_files import small_text

    wrong: list[str] = []
    values: dict[str, Any] = {}
    try:
        text = small_text(path)
        for name, value in tomllib.loads(text).items():
            try:
                _check(line_of(path, text, name), name, value)
                values[name] = value
            except UsageError as error:
                wrong.append(str(error))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except RecursionError:
        wrong.append(f"{say('{path} is nested too deeply.', path=path)} {say('Correct it, or move it away.')}")
    except (OSError, ValueError) as error:
        cannot = say("{path} cannot be read: {error}.", path=path, error=error)
        wrong.append(f"{cannot} {say('Correct it, or move it away.')}")
    values["keymap"] = dict(_flat(values.get("keymap", {})))
    return Settings(**values, wrong=tuple(wrong))


def line_of(path: Path, text: str, name: str) -> str:
    """The file with the line in which a key is set, as editors open it: `config.toml:3`."""
    key = re.escape(name)
    found = re.search(rf"""^[ \t]*(?:\[{key}\]|["']?{key}\b["']?\s*[=.])""", text, re.MULTILINE)
    return f"{path}:{text.count(chr(10), 0, found.start()) + 1}" if found else str(path)


def _check(path: str, name: str, value: Any) -> None:
    """Whether a key exists and its value is of its kind."""
    names = list(_KINDS)
    if name not in names:
        near = get_close_matches(name, names, n=1)
        hint = (
            say("Did you mean “{near}”?", near=near[0]) if near else say("There are {names}.", names=", ".join(names))
        )
        raise UsageError(say("{path} has the key “{name}”, which means nothing.", path=path, name=name), hint)
    kind, words, choices = _KINDS[name]
    right = type(value) is kind
    right = right and (name != "marker" or value in MARKERS)
    right = right and (name != "threads" or value >= 1)
    right = right and (name != "language" or language_of(value) is not None)
    right = right and (name != "keymap" or all(isinstance(keys, str) for _, keys in _flat(value)))
    if not right:
        raise UsageError(
            say("{path}: “{name}” cannot be {value!r}.", path=path, name=name, value=value),
            say("It takes {words}.", words=say(words, names=", ".join(choices))),
        )


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Commands and keys: TOML reads `move.up = "k"` as a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value

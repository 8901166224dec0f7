"""One table of a mapping file, read key by key; every mistake names file, key and the nearest valid one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from queries.errors import MappingError
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, valid: Iterable[str]) -> str:
    """A sentence that names the closest valid name, or lists them where none is close."""
    names = sorted(set(valid))
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    if not close:
        folded = {one.casefold(): one for one in names}
        close = [folded[one] for one in get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)]
    if close:
        return say('Did you mean "{close}"?', close=close[0])
    listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return say("There is: {listed}.", listed=listed) if names else ""


class Part:
    """One TOML table with its place in the file."""

    def __init__(self, values: Any, place: str, file: str) -> None:
        self.place = place
        self.file = file
        if not isinstance(values, dict):
            raise self.wrong("", say("is {values}, but a table is needed", values=kind(values)))
        self.values: dict[str, Any] = values

    def path(self, key: str) -> str:
        """Where a key stands, like events[2].customer."""
        return f"{self.place}.{key}" if self.place and key else self.place or key

    def wrong(self, key: str, what: str, todo: str = "") -> MappingError:
        """The error about one key."""
        return MappingError(say("{file}: {path} {what}.", file=self.file, path=self.path(key), what=what), todo)

    def only(self, keys: Iterable[str]) -> None:
        """Refuse keys that mean nothing here."""
        valid = list(keys)
        for key in self.values:
            if key not in valid:
                raise self.wrong(key, say("is not a key of a mapping"), nearest(key, valid))

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.optional_text(key)
        if value is None:
            raise self.wrong(key, say("is missing"), say("{value} needs it.", value=self.place or say("The file")))
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is not there."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            raise self.wrong(key, say("is {kind}, but a text in quotes is needed", kind=kind(value)))
        return value

    def choice(self, key: str, valid: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        value = self.optional_text(key)
        if value is None:
            return default
        if value not in valid:
            raise self.wrong(
                key,
                say('is "{value}", but must be one of {names}', value=value, names=", ".join(valid)),
                nearest(value, valid),
            )
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, say("is {kind}, but true or false is needed", kind=kind(value)))
        return value

    def number(self, key: str, default: float) -> float:
        """A number that is not below zero."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, say("is {kind}, but a number is needed", kind=kind(value)))
        if not 0 <= value < float("inf"):
            raise self.wrong(key, say("is {value}, but must be zero or more", value=value))
        return float(value)

    def positive(self, key: str, default: float) -> float:
        """A number above zero."""
        value = self.values.get(key, default)
        if isinstance(value, int | float) and value <= 0 and not isinstance(value, bool):
            raise self.wrong(key, say("is {value}, but must be more than zero", value=value))
        return self.number(key, default)

    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is not there."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, say('is {kind}, but a list of texts is needed, like ["a", "b"]', kind=kind(value)))
        return tuple(value)


def kind(value: Any) -> str:
    """What a TOML value is, in words."""
    words = {bool: say("true or false"), int: say("a number"), float: say("a number")}
    words |= {str: say("a text"), dict: say("a table")}
    if isinstance(value, list):
        return say("a list of other things") if value and not isinstance(value[0], str) else say("a list")
    return words.get(type(value), say("a date or time"))

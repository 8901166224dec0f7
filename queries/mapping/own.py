"""The user's own segments and plays in a mapping file; all their mistakes are told at once."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from queries.errors import MappingError
from queries.home import from_home
from queries.mapping.model import OwnSegment
from queries.mapping.problems import Part, kind
from queries.rules.parsing import parse
from queries.rules.pointing import pointed
from queries.rules.words import Mistake
from queries.safe import safe
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOST, LONGEST_NAME = 200, 80
"""The most segments of a file, and the most characters of a name."""

REST = {"rules": mark("none of these"), "frozen": mark("everyone else")}
"""What the customers in no segment are called, which no segment may be."""

_KEYS = ("name", "rule", "customers", "action")


def read_segments(
    values: Any, text: str, file: str, folder: Path | None, attributes: Iterable[str]
) -> tuple[OwnSegment, ...]:
    """The `[[segments]]` of a file.

    Args:
        values: What TOML made of them.
        text: The file, to find the lines of mistakes in.
        file: What errors call it.
        folder: Where the files of lists are looked for; None leaves their paths as they are.
        attributes: The columns that the mapping names as customer attributes.

    Raises:
        MappingError: With every mistake of every segment.
    """
    if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
        raise MappingError(
            say("{file}: segments is {values}.", file=file, values=kind(values)),
            say("Write each segment as a [[segments]] table."),
        )
    if len(values) > MOST:
        raise MappingError(
            say("{file} has {values} segments.", file=file, values=len(values)), say("{most} is the most.", most=MOST)
        )
    lines = lines_of(text, len(values))
    every = [_Segment(one, number, lines[number - 1], attributes) for number, one in enumerate(values, 1)]
    mistakes = [mistake for one in every for mistake in one.mistakes()] + _repeated(values, lines)
    if mistakes:
        raise several(file, mistakes)
    return tuple(_made(one, folder) for one in values)


def several(file: str, mistakes: Sequence[str]) -> MappingError:
    """One error that tells several mistakes."""
    one = len(mistakes) == 1
    what = (
        say("{file} has a mistake in its own segments.", file=file)
        if one
        else say("{file} has {number} mistakes in its own segments.", file=file, number=len(mistakes))
    )
    todo = say("Correct it and try again." if one else "Correct them and try again.")
    return MappingError(what, todo, tuple(mistakes))


def place_of(name: str, line: int | None = None) -> str:
    """Where a mistake is, in words."""
    return say("line {line}, “{name}”", line=line, name=safe(name, 40)) if line else f"“{safe(name, 40)}”"


def read_plays(values: Any, file: str) -> dict[str, dict[str, str]]:
    """The `[plays.rfm]` tables: segmentation → segment → sentence.

    Whether there are such segmentations and segments is checked where they are known.
    """
    top = Part(values, "plays", file)
    plays = {}
    for segmentation, table in top.values.items():
        part = Part(table, top.path(segmentation), file)
        plays[segmentation] = {segment: part.text(segment) for segment in part.values}
    return plays


def lines_of(text: str, number: int) -> list[dict[str, int]]:
    """Key → line for each `[[segments]]` table of a file, and the line it begins at as `""`.

    Empty where they are not written as tables of their own: then nobody says at which line.
    """
    found: list[dict[str, int]] = []
    inside = False
    for line, words in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*[\"']?segments[\"']?\s*\]\]", words):
            found.append({"": line})
            inside = True
        elif re.match(r"\s*\[", words):
            inside = False
        elif inside and (key := re.match(r"\s*[\"']?(\w+)[\"']?\s*=\s*(\"{3}|'{3})?\s*", words)):
            # TOML leaves out the end of the line behind three quotes.
            found[-1].setdefault(key[1], line + (key[2] is not None and key.end() == len(words)))
    return found if len(found) == number else [{} for _ in range(number)]


class _Segment:
    """One segment as it is written, with where it stands."""

    def __init__(self, values: dict[str, Any], number: int, lines: dict[str, int], attributes: Iterable[str]) -> None:
        self._values = values
        self._lines = lines
        self._attributes = attributes
        name = values.get("name")
        self._name = name if isinstance(name, str) and name.strip() else f"segments[{number}]"

    def mistakes(self) -> Iterator[str]:
        """Every mistake of it."""
        for key, value in self._values.items():
            if key not in _KEYS:
                yield self._wrong(
                    key,
                    say("{key} is not a key of a segment.", key=safe(key, 40)),
                    say("There are {names}.", names=", ".join(_KEYS)),
                )
            elif not isinstance(value, str):
                yield self._wrong(
                    key, say("{key} is {kind}, but a text in quotes is needed.", key=key, kind=kind(value))
                )
            elif key == "name" and (what := unusable(value)):
                yield self._wrong(key, say("name {what}.", what=what), say("Choose another."))
            elif key == "customers" and (not value.strip() or "\0" in value):
                yield self._wrong(key, say("customers names no file."), say("Name the file of the list."))
        yield from self._missing()
        rule = self._values.get("rule")
        if isinstance(rule, str):
            yield from self._of_rule(rule)

    def _missing(self) -> Iterator[str]:
        """What has to be there, and what excludes each other."""
        if "name" not in self._values:
            yield self._wrong("", say("name is missing."), say("Say what the segment is called."))
        elif str(self._values["name"]).strip().casefold() in REST.values():
            yield self._wrong("name", say("This name is that of everybody else."), say("Choose another."))
        if ("rule" in self._values) == ("customers" in self._values):
            what = say("Both rule and customers are there.") if "rule" in self._values else say("rule is missing.")
            todo = say('Say either by rule = "orders >= 3" or by customers = "list.csv" who is in it.')
            yield self._wrong("customers", what, todo)

    def _of_rule(self, rule: str) -> Iterator[str]:
        """The mistakes of the rule that show before the data are read."""
        from queries.mapping.attributes import attribute_name
        from queries.rules.checking import mistakes
        from queries.rules.names import names_declared

        try:
            found = mistakes(parse(rule), names_declared(map(attribute_name, self._attributes)))
        except Mistake as mistake:
            found = [mistake]
        for one in found:
            # A rule over several lines begins below its key.
            further = rule.count("\n", 0, one.start)
            line = self._lines.get("rule")
            yield pointed(one, rule, place_of(self._name, line + further if line else None))

    def _wrong(self, key: str, what: str, todo: str = "") -> str:
        line = self._lines.get(key) or self._lines.get("")
        return f"{place_of(self._name, line)}: {what} {todo}".rstrip()


def unusable(name: str) -> str:
    """Why a segment or a list cannot be called so; empty where it can."""
    if not name.strip():
        return say("is empty")
    if len(name) > LONGEST_NAME:
        return say("is longer than {longest_name} characters", longest_name=LONGEST_NAME)
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in name):
        return say("holds an invisible character")
    return ""


def _repeated(values: Sequence[dict[str, Any]], lines: Sequence[dict[str, int]]) -> list[str]:
    """Names that two segments have; they are compared without regard to case."""
    seen: dict[str, str] = {}
    found = []
    for one, where in zip(values, lines, strict=True):
        name = one.get("name")
        if not isinstance(name, str):
            continue
        folded = name.strip().casefold()
        if folded in seen and folded:
            what = (
                say("Another segment is called so.")
                if seen[folded] == name
                else say("Another differs from it only in case.")
            )
            found.append(say("{name}: {what} Choose another name.", name=place_of(name, where.get("name")), what=what))
        seen.setdefault(folded, name)
    return found


def _made(one: dict[str, Any], folder: Path | None) -> OwnSegment:
    """A segment whose mistakes were looked for."""
    customers = one.get("customers")
    if customers is not None and folder is not None:
        customers = str(folder / from_home(customers))
    return OwnSegment(one["name"].strip(), one.get("rule"), customers, one.get("action", ""))

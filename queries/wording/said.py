"""Saying a sentence: its message is looked up in the catalogue, then the values are put in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from queries.wording.language import current, messages, translated, translated_count

TELLING = 6
"""So many letters of a message have to be fixed for it to be known again by them."""


def say(message: str, **values: Any) -> str:
    """A message in the language that is spoken, with its values put in as `str.format` does.

    The message stands as a literal at its call, so that it gets into the catalogue. A message without values is not
    formatted, so that it may hold braces.
    """
    text = translated(message)
    return text.format(**values) if values else text


def count_of(one: str, several: str, number: int, **values: Any) -> str:
    """The form of a message that suits a number, which stands in it as `{number}`."""
    return translated_count(one, several, number).format(number=number, **values)


def mark(message: str, **values: Any) -> str:
    """A message that gets into the catalogue where it stands, in English: what is kept is said later (`again`)."""
    return message.format(**values) if values else message


def again(text: str) -> str:
    """What was kept in English, in the language that is spoken: its message is found by its fixed words."""
    if current() == "en" or not text:
        return text
    if (told := translated(text)) != text:
        return told
    for pattern, message in _patterns(current()):
        if found := pattern.fullmatch(text):
            values = {name: again(value) for name, value in found.groupdict().items()}
            return re.sub(r"(\{\w+)[^}]*\}", r"\1}", translated(message)).format(**values)
    return text


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The messages with values as patterns of what they become; those with most fixed words first.

    What is fixed has to be more than a word between two values: that would be found in any text.
    """
    fixed = {message: len(re.sub(r"\{[^}]*\}|\W", "", message)) for message in messages(language) if "{" in message}
    held = sorted((message for message, letters in fixed.items() if letters >= TELLING), key=lambda m: -fixed[m])
    return [(_pattern(message), message) for message in held]


def _pattern(message: str) -> re.Pattern[str]:
    """The pattern of a message; a value that comes twice is the same twice."""
    parts, seen = [], set()
    for fixed, name in re.findall(r"([^{]*)(?:\{(\w+)[^}]*\})?", message):
        parts.append(re.escape(fixed))
        if name:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)

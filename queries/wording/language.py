"""The languages there are, the one that is spoken, and its sentences (a gettext catalogue).

A process speaks one language at a time, as it has one locale: what is asked on the screen and said by a thread at work
has to be the same. English is what the code is written in, and needs no catalogue.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DOMAIN = "regulars"
FOLDER = Path(__file__).parent / "locale"
LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "zh_CN": "简体中文"})
"""Each language by its code, as it calls itself."""

_spoken = "en"


def speak(language: str) -> None:
    """Speak a language from now on.

    Raises:
        KeyError: There is no such language.
    """
    global _spoken
    _spoken = language if language in LANGUAGES else _unknown(language)


def _unknown(language: str) -> str:
    raise KeyError(language)


def current() -> str:
    """The code of the language that is spoken, as Babel and gettext read it."""
    return _spoken


def language_of(name: str) -> str | None:
    """The language that somebody means by a word: zh, zh-CN, zh_CN.UTF-8, 中文, English; None where there is none."""
    plain = name.strip().partition(".")[0].replace("-", "_").casefold()
    for code, called in LANGUAGES.items():
        if plain in (code.casefold(), called.casefold()) or plain.partition("_")[0] == code.partition("_")[0]:
            return code
    return "zh_CN" if plain in ("中文", "chinese", "汉语", "cn") else None


def chosen(*named: str | None) -> str:
    """The first language that is named and there is, else that of the locale, else English."""
    told = next((value for place in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(place))), "")
    return next((language for name in (*named, told) if name and (language := language_of(name))), "en")


def translated(message: str) -> str:
    """A message in the language that is spoken; as it is where the catalogue has none."""
    return message if _spoken == "en" or not message else _sentences(_spoken).gettext(message)


def translated_count(one: str, several: str, number: int) -> str:
    """The form of a message that suits a number, in the language that is spoken."""
    if _spoken == "en":
        return one if number == 1 else several
    return _sentences(_spoken).ngettext(one, several, number)


def messages(language: str) -> list[str]:
    """Every message of a catalogue, as it is written."""
    known: dict[object, object] = getattr(_sentences(language), "_catalog", {})
    return [message for message in known if isinstance(message, str) and message]


@cache
def _sentences(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=True)

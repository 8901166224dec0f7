"""Text from data made safe, once, at the border to the screen, to printed tables and to Markdown."""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NEWLINE = "\N{SYMBOL FOR NEWLINE}"

_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks that draw nothing: two different ids would look the same."""

_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters that do draw something: Arabic, Syriac and Kaithi number signs."""

_LAST_WITHOUT_JOINERS = "\u05ff"
"""Scripts up to this code point (Latin, Greek, Cyrillic …) need no joiner; emoji, Arabic and Indic do."""

_STRAY_JOINER = re.compile(
    f"(?<![^\0-{_LAST_WITHOUT_JOINERS}])[\u200c\u200d]|[\u200c\u200d](?![^\0-{_LAST_WITHOUT_JOINERS}])"
)
"""Joiners at a border of scripts that need none; of a range up to the last code point the pattern took 6 ms to make."""


class _Symbols(dict[int, str]):
    """Code point → what is shown for it, found once for every character that turns up."""

    def __missing__(self, code: int) -> str:
        self[code] = _symbol(chr(code))
        return self[code]


def _symbol(character: str) -> str:
    """What stands for a character on a terminal: itself, or a visible sign where it would act or hide."""
    code = ord(character)
    if character == "\n" or unicodedata.category(character) in ("Zl", "Zp"):
        return NEWLINE
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if character in "\u200c\u200d" or character in _VISIBLE_FORMATS:
        return character
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs") or character in _FILLERS
    return REPLACEMENT if hidden or (code & 0xFFFE) == 0xFFFE or 0xFDD0 <= code <= 0xFDEF else character


_symbols = _Symbols()


def safe(value: object, limit: int | None = None) -> str:
    """A value's text without anything that acts on a terminal or hides in it.

    Control bytes become their visible symbols (␛ ␤ ␉), bidi overrides, other invisible characters and lone
    surrogates become `�`; CJK, emoji and combining marks stay. None is empty.

    Args:
        value: Anything from the data.
        limit: The most characters to return; longer text ends in `…`.
    """
    text = "" if value is None else str(value)
    if limit is not None and len(text) > limit:
        text = text[: max(limit - 1, 0)] + "…"
    if text.isascii() and text.isprintable():
        return text
    return _STRAY_JOINER.sub(REPLACEMENT, text).translate(_symbols)

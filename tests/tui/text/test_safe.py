"""Text from data: nothing in it acts on a terminal or hides in it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.safe import safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\nb\tc\rd", "a␤b␉c␍d"),
        ("\u2028", "␤"),
        ("\x7f\x9b", "␡�"),
        ("\u202ebidi\u2066", "�bidi�"),
        ("soft\u00adhyphen\ufeff", "soft�hyphen�"),
        ("\udcff", "�"),
        ("zero\u200bwidth\u200djoiner", "zero�width�joiner"),
        ("日本語 Müller e\u0301", "日本語 Müller e\u0301"),
        ("👩‍👩‍👧 🇩🇪 ❤️", "👩‍👩‍👧 🇩🇪 ❤️"),
        ("क्‍ष می‌خواهم", "क्‍ष می‌خواهم"),
        ("[bold]no markup[/bold]", "[bold]no markup[/bold]"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_other_values() -> None:
    assert safe(None) == ""
    assert safe(12) == "12"
    assert safe(b"\x1b") == r"b'\x1b'"


def test_limit() -> None:
    assert safe("abcdef", 4) == "abc…"
    assert safe("abcd", 4) == "abcd"


@given(st.text(st.characters()))  # all of Unicode, surrogates too
def test_nothing_acts_or_hides(text: str) -> None:
    shown = safe(text)
    assert len(shown) == len(text)
    for character in shown:
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
        if unicodedata.category(character) == "Cf":
            # what joins letters is printable, the rest beyond Latin is left to the font
            assert character in "\u200c\u200d" or character.isprintable() or ord(character) >= 0x600
    shown.encode()
    assert safe(shown) == shown


@given(st.text(st.sampled_from("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\x1b\x9b")))
def test_direction_and_escapes_are_gone(text: str) -> None:
    assert set(safe(text)) <= set("�␛")

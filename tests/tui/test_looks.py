"""Which colours suit a terminal, and that everything is read on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from tui.looks import DARK, LIGHT, suited

if TYPE_CHECKING:
    from textual.theme import Theme


@pytest.mark.parametrize(
    ("environment", "few", "theme"),
    [
        ({}, False, "regulars"),
        ({"COLORFGBG": "15;0"}, False, "regulars"),
        ({"COLORFGBG": "0;15"}, False, "regulars-light"),
        ({"COLORFGBG": "0;default;7"}, False, "regulars-light"),
        ({"COLORFGBG": "0;15", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, False, "ansi-dark"),
        ({}, True, "ansi-dark"),
    ],
)
def test_the_theme_is_that_of_the_ground(environment: dict[str, str], few: bool, theme: str) -> None:
    assert suited(environment, few=few) == theme


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_words_are_read_on_every_ground(theme: Theme) -> None:
    """At least 4.5 to 1, as WCAG asks of text."""
    for ground in (theme.background, theme.panel, theme.boost):
        for ink in (theme.foreground, theme.accent, theme.error):
            assert contrast(str(ink), str(ground)) >= 4.5, f"{ink} on {ground}"
    assert contrast("#ffffff", str(theme.secondary)) >= 4.5


def contrast(ink: str, ground: str) -> float:
    """How much lighter the lighter of two colours is."""
    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, from 0 to 1, as WCAG 2.1 defines it."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in Color.parse(colour).normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

"""The colours of the house: quiet, readable, none of them the only bearer of a meaning."""

from __future__ import annotations

from textual.theme import Theme

THEME = "regulars"

QUIET = Theme(
    name=THEME,
    primary="#7fb0d8",
    secondary="#5f87a8",
    accent="#e6b566",
    foreground="#d6d9de",
    background="#14171b",
    surface="#14171b",
    panel="#20252c",
    boost="#262c34",
    warning="#e0a458",
    error="#e07a78",
    success="#8fbf8a",
    dark=True,
)

"""The colours of the house, on dark and on light: quiet, amber where one is, none the only bearer of a meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

DARK = Theme(
    name="regulars",
    primary="#7fb0d8",
    secondary="#386a8c",
    accent="#f0b660",
    foreground="#d8dbe0",
    background="#12161b",
    surface="#12161b",
    panel="#1f252d",
    boost="#29313b",
    warning="#e0a458",
    error="#e07a78",
    success="#8fbf8a",
    dark=True,
    variables={
        "scrollbar": "#33404d",
        "scrollbar-hover": "#41525f",
        "scrollbar-active": "#f0b660",
        "scrollbar-background": "#171c22",
        "scrollbar-background-hover": "#171c22",
        "scrollbar-background-active": "#171c22",
        "scrollbar-corner-color": "#171c22",
    },
)
LIGHT = Theme(
    name="regulars-light",
    primary="#2a6a94",
    secondary="#2f6d93",
    accent="#7d4e00",
    foreground="#2a2b2d",
    background="#fbf9f4",
    surface="#fbf9f4",
    panel="#ebe6db",
    boost="#e2dccf",
    warning="#8f5a00",
    error="#9c2b28",
    success="#2f7039",
    dark=False,
    variables={
        "scrollbar": "#c4bcab",
        "scrollbar-hover": "#aaa18d",
        "scrollbar-active": "#8f5a00",
        "scrollbar-background": "#f2eee5",
        "scrollbar-background-hover": "#f2eee5",
        "scrollbar-background-active": "#f2eee5",
        "scrollbar-corner-color": "#f2eee5",
    },
)


def suited(environment: Mapping[str, str], *, few: bool) -> str:
    """The theme that suits a terminal of which nothing else is known.

    Over SSH and where there are few colours it is the terminal's own colours; on a ground that the terminal says is
    light (COLORFGBG, as rxvt, Konsole and iTerm set it) the light one.
    """
    if few or environment.get("SSH_CONNECTION"):
        return "ansi-dark"
    return LIGHT.name if environment.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15") else DARK.name

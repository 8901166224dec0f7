"""A terminal of sixteen colours gets its own theme, and charts and tables in colours that it tells apart."""

from __future__ import annotations

import pytest

from tui.app import RegularsApp, Start
from tui.looks import DARK


@pytest.mark.parametrize(
    ("term", "colours", "theme", "few"),
    [
        ("xterm", "", "ansi-dark", True),
        ("xterm-16color", "", "ansi-dark", True),
        ("xterm-256color", "", DARK.name, False),
        ("xterm", "truecolor", DARK.name, False),
    ],
)
def test_the_theme_suits_the_colours_there_are(
    monkeypatch: pytest.MonkeyPatch, term: str, colours: str, theme: str, few: bool
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colours)
    app = RegularsApp(Start(paths=("shop.duckdb",)))
    assert app.theme == theme
    assert app.workspace.look.few is few
    chosen = RegularsApp(Start(paths=("shop.duckdb",), theme="nord"))
    assert chosen.theme == "nord"

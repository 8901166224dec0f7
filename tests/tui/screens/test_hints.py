"""Whoever is new is told which keys open everything, until they were used or a few files were opened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from tui.app import Start
from tui.state.hints import OPENINGS, Hints

if TYPE_CHECKING:
    from pathlib import Path

TOLD = ": finds anything  f narrows  ? all keys"


def footers(shop: Path, memory: Path, *keys: str) -> tuple[str, str]:
    """The line of keys of a newcomer at the first answer, and after some keys."""
    seen: list[str] = []

    async def script(app: Driven) -> None:
        seen.append(app.footer)
        await app.press(*keys)
        seen.append(app.footer)

    drive(Start(paths=(str(shop),)), script, size=(80, 24), memory=memory, newcomer=True)
    return seen[0], seen[1]


def test_a_key_that_was_used_is_not_told_again(shop: Path, tmp_path: Path) -> None:
    memory = tmp_path / "views.json"
    first, after = footers(shop, memory, "colon", "escape")
    assert TOLD in first
    assert "f narrows  ? all keys  : commands" in after
    first, after = footers(shop, memory, "f", "escape", "question_mark", "escape")
    assert "f narrows  ? all keys  : commands" in first
    assert after.endswith(" ? help  : commands  q back")
    assert "narrows" not in footers(shop, memory)[0]


def test_after_a_few_openings_nobody_is_new(shop: Path, tmp_path: Path) -> None:
    memory = tmp_path / "views.json"
    for _ in range(OPENINGS):
        assert TOLD in footers(shop, memory)[0]
    assert footers(shop, memory)[0].endswith(" ? help  : commands  q back")


def test_reading_a_file_again_is_no_opening(shop: Path, tmp_path: Path) -> None:
    memory = tmp_path / "views.json"
    assert TOLD in footers(shop, memory, *["r"] * OPENINGS)[1]
    assert json.loads((tmp_path / "hints.json").read_text())[0]["openings"] == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '[{"openings": "x", "used": 3}]', "\x00"])
def test_what_cannot_be_read_is_told_again(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hints.json"
    path.write_text(text)
    hints = Hints(path)
    assert len(hints.left) == 3
    hints.use("scope")
    assert Hints(path).left == ("palette", "help")

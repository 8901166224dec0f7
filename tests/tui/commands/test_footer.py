"""The line of keys: what leads somewhere here and now, the most telling first, as much as fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from tui.app import Start
from tui.commands.listed import TOLD, command
from tui.panes.answer import AnswerPane
from tui.state.opening import Chosen

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_told_has_a_word_for_it() -> None:
    assert [name for name in TOLD if not command(name).label] == []
    assert len(set(TOLD)) == len(TOLD)


@pytest.mark.parametrize(
    ("width", "newcomer", "offered"),
    [
        (120, True, "enter open  / search  c compare  e export  ! findings  ' jump"),
        (120, False, "enter open  f scope  / search  c compare  e export  ! findings  ' jump"),
        (80, False, "enter open  f scope  / search  c compare  e export"),
        (200, False, "ctrl+s save view"),
    ],
)
def test_the_first_answer_tells_what_can_be_done_with_it(shop: Path, width: int, newcomer: bool, offered: str) -> None:
    async def script(app: Driven) -> None:
        assert offered in app.footer
        assert app.footer.endswith("q back")

    drive(Start(paths=(str(shop),), demo=True), script, size=(width, 40), newcomer=newcomer)


def test_keys_that_lead_nowhere_are_not_told(shop: Path) -> None:
    async def script(app: Driven) -> None:
        assert "! findings" in app.footer
        assert "v next table" in app.footer
        await app.press("exclamation_mark")
        assert "enter open what it speaks of" in app.footer
        assert "! findings" not in app.footer
        assert app.footer.count("enter") == 1
        await app.press("escape")
        await app.ask("customers")
        assert not app.answer.findings
        assert not app.answer.parts
        assert "! findings" not in app.footer
        assert "next table" not in app.footer
        assert "c compare" in app.footer

    drive(Start(paths=(str(shop),), demo=True), script, size=(200, 50))


def test_while_nothing_is_open_there_is_nothing_to_ask(shop: Path, tmp_path: Path) -> None:
    async def script(app: Driven) -> None:
        assert "f scope" in app.footer
        app.app.post_message(Chosen((str(tmp_path / "none.duckdb"),)))
        await app.settle()
        assert "none.duckdb" in app.text_of(AnswerPane)
        await app.press("1")
        assert app.footer.split("  ") == [" ← fold", "? help", ": commands", "q back"]
        app.app.post_message(Chosen((str(shop),)))
        await app.settle()
        await app.press("1")
        assert "enter ask  f scope" in app.footer

    drive(Start(paths=(str(shop),), demo=True), script)

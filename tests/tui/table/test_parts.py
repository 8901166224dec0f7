"""Further tables of an answer: one after the other in the place of the first, by key, by palette, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.answer import AnswerPane

if TYPE_CHECKING:
    from driving import Driven, Kept


def test_further_tables_are_seen_in_the_same_pane(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2")
        assert "v 1 more" in app.title_of(AnswerPane)
        await app.press("v")
        assert "RFM › Thresholds" in app.title_of(AnswerPane)
        assert "These rows do not stand for customers." in app.text
        await app.press("enter")
        assert "do not stand for customers" in app.said
        await app.press("e")
        assert "rfm_thresholds.csv" in app.text
        await app.press("escape", "escape")
        assert "Thresholds" not in app.text
        await app.press("v", "v")
        assert "Thresholds" not in app.text
        await app.press("v", "q")
        assert "Thresholds" not in app.text
        assert app.main.is_current

    on_screen(script, "rfm")


def test_the_command_line_names_the_table(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "v")
        await app.choose("copy command line")
        assert app.app.clipboard.endswith("--part thresholds")

    on_screen(script, "rfm")


def test_the_palette_names_further_tables(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("table: thresholds")
        assert "RFM › Thresholds" in app.title_of(AnswerPane)
        await app.choose("table: the answer")
        assert "Thresholds" not in app.title_of(AnswerPane)

    on_screen(script, "rfm")


def test_an_answer_of_one_table_says_so(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "v")
        assert "This answer has one table only." in app.said

    on_screen(script, "frequency")

"""The main screen: how it looks, going in and coming back, changing what is asked, panes and sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from queries.question.scope import Scope
from tui.app import Start
from tui.panes.answer import AnswerPane
from tui.panes.chart import ChartPane
from tui.panes.customers import CustomersPane
from tui.panes.questions import QuestionsPane

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept


def without_seconds(app: Driven) -> list[str]:
    title, *lines = app.lines
    return [title.rpartition("·")[0], *lines]


def test_in_and_back_to_the_same_place(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "right")
        before = without_seconds(app)
        await app.press("enter")
        assert "RFM › loyal" in app.text
        await app.press("enter")
        assert "(1 of" in app.lines[2]
        assert "Timeline" in app.text
        await app.press("J")
        assert "(2 of" in app.lines[2]
        await app.press("K")
        await app.press("escape")
        assert "RFM › loyal" in app.text
        await app.press("q")
        assert without_seconds(app) == before

    on_screen(script, "rfm")


def test_the_row_becomes_the_scope_and_f_clears_it(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "equals_sign")
        assert "rfm=loyal" in app.scope_line
        assert "The scope is rfm=loyal now. F clears it." in app.said
        await app.press("F")
        assert "everyone" in app.scope_line

    on_screen(script, "rfm")


def test_periods_and_grain(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("minus")
        assert "by quarter" in app.scope_line
        await app.press("plus", "plus")
        assert "by week" in app.scope_line
        await app.press("F", "left_square_bracket")
        assert "2024-12-01 to 2024-12-31" in app.scope_line
        await app.press("left_square_bracket")
        assert "2024-11-01 to 2024-11-30" in app.scope_line
        await app.press("right_square_bracket")
        assert "2024-12-01 to 2024-12-31" in app.scope_line
        await app.press("right_square_bracket")
        assert "The data do not go further." in app.said
        assert "2024-12-01 to 2024-12-31" in app.scope_line

    on_screen(script, "frequency")


def test_the_coarsest_and_the_finest_grain_say_so(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        for _ in range(3):
            await app.press("minus")
        assert "by year" in app.scope_line
        assert "There is no coarser grain." in app.said
        for _ in range(5):
            await app.press("plus")
        assert "by day" in app.scope_line
        assert "There is no finer grain." in app.said

    on_screen(script, "frequency")


def test_the_command_line_of_a_scope_repeats_it(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("copy command line")
        assert app.app.clipboard.endswith("--event purchase")

    on_screen(script, "frequency", Scope(events=("purchase",)))


def test_panes_by_number_and_by_tab_and_one_alone(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("1")
        assert app.title_of(QuestionsPane).startswith("▸Questions")
        await app.press("tab")
        assert app.title_of(AnswerPane).startswith("▸Overview")
        await app.press("3", "z")
        assert app.lines[0].startswith("▸")
        assert "Questions" not in app.text
        await app.press("z", "4")
        assert app.title_of(CustomersPane).startswith("▸Customers")
        await app.press("tab")
        assert app.title_of(QuestionsPane).startswith("▸Questions")
        await app.press("shift+tab", "shift+tab")
        assert app.title_of(ChartPane).startswith("▸")

    on_screen(script)


def test_a_new_question_gives_the_answer_the_focus_only_from_the_list(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("3")
        await app.ask("rfm")
        assert app.title_of(ChartPane).startswith("▸")
        await app.press("1", "g", "enter")
        assert app.title_of(QuestionsPane).startswith("▸Questions")

    on_screen(script)


def test_live_resize_keeps_the_cursor(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "down", "down")
        pane = app.pane
        for size in ((200, 60), (60, 20), (80, 24), (39, 24), (120, 11), (120, 40)):
            await app.pilot.resize_terminal(*size)
            await app.settle()
            assert pane.at == 3
            assert ("needs 40 columns" in app.text) == (size[0] < 40 or size[1] < 12)
        assert "Questions" in app.text

    drive(Start(paths=(str(shop),), demo=True), script)


def test_a_narrow_screen_shows_one_pane(shop: Path) -> None:
    async def script(app: Driven) -> None:
        assert "▸Segments › RFM" in app.text
        assert "Questions" not in app.text
        await app.press("1")
        assert "▸Questions" in app.text
        assert "Segments › RFM" not in app.text
        await app.press("3")
        assert "Questions" not in app.text
        await app.press("4")
        assert "▸Customers" in app.text
        assert "C0" in app.text

    drive(Start(paths=(str(shop),), demo=True, metric="rfm"), script, size=(60, 20))


@pytest.mark.parametrize(
    ("key", "seen", "hidden"), [("3", "Trend of", "Customers ·"), ("4", "Customers ·", "Trend of")]
)
def test_a_low_screen_shows_one_of_the_lower_panes(shop: Path, key: str, seen: str, hidden: str) -> None:
    async def script(app: Driven) -> None:
        await app.press(key)
        assert seen in app.text
        assert hidden not in app.text
        await app.press("2")
        assert seen in app.text
        assert hidden not in app.text

    drive(Start(paths=(str(shop),), demo=True, metric="rfm"), script, size=(80, 24))

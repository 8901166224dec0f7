"""Comparing an answer: with the period before, the year before, or a segment; and with nothing again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from driving import Driven, drive
from textual.widgets import OptionList

from queries.question.comparison import Comparison
from queries.question.periods import Grain
from queries.question.scope import Scope
from tui.app import Start

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept

QUARTER = Scope(since=date(2024, 10, 1), until=date(2024, 12, 31), grain=Grain.MONTH)


def test_all_of_the_data_have_nothing_before_them(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c")
        assert "needs a period: f" in app.text
        await app.press("enter")
        assert "have no period before them" in app.text
        assert "f on the screen" in app.text
        await app.press("escape")
        assert "against" not in app.scope_line

    on_screen(script, "frequency")


def test_an_answer_beside_the_period_before_and_off_again(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c")
        assert "the period before  2024-07-01 to 2024-09-30" in app.text
        await app.press("enter")
        assert "against the period before" in app.scope_line
        assert "Interactions before" in app.text
        before = app.pane.frame
        assert before is not None
        assert {"interactions", "interactions_before"} <= set(before.columns)
        assert any(sign in app.text for sign in "▲▼")  # the quarter before was another in at least one month
        await app.press("c")
        assert "turn off the comparison with the period before" in app.text
        await app.press("enter")
        assert "against" not in app.scope_line
        assert "Interactions before" not in app.text

    on_screen(script, "frequency", QUARTER)


def test_a_comparison_goes_along_with_scope_and_question_until_the_scope_is_cleared(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c", "down", "enter")
        assert "against the year before" in app.scope_line
        await app.press("left_square_bracket")
        assert "2024-09-01 to 2024-11-30 · against the year before" in app.scope_line
        await app.ask("distribution")
        assert "against the year before" in app.scope_line
        await app.choose("copy command line")
        assert "--compare year" in app.app.clipboard
        await app.press("F")
        assert "against" not in app.scope_line

    on_screen(script, "frequency", QUARTER)


def test_a_segment_to_compare_with_is_picked_or_typed(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c", "end")
        options = app.app.screen.query_one("#choices", OptionList)
        options.highlighted = [str(option.id) for option in options.options].index("of-rfm")
        await app.press("enter")
        assert "champions" in app.text
        await app.press("down", "enter")
        assert "against rfm=loyal" in app.scope_line
        assert "Interactions of loyal" in app.text
        await app.press("c", "tab", *["backspace"] * 9)
        await app.type("nonsense")
        await app.press("enter")
        assert "is not a segment" in app.text
        await app.press(*["backspace"] * 8)
        await app.type("rfm=nonsense")
        await app.press("enter")
        assert "rfm has no segment “nonsense”" in app.text
        await app.press(*["backspace"] * 8)
        await app.type("at risk")
        await app.press("enter")
        assert "against rfm=at risk" in app.scope_line

    on_screen(script, "frequency")


def test_a_period_with_nothing_before_it_leaves_what_was_shown(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c", "enter")
        assert "hold nothing" in app.said
        assert "c turns the comparison off" in app.said
        assert app.main.asked is not None
        assert app.main.asked.compare is None
        assert "against" not in app.scope_line

    on_screen(script, "frequency", Scope(since=date(2023, 1, 1), until=date(2023, 1, 31)))


def test_a_scope_of_all_the_data_turns_the_comparison_off(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("All parts of the scope")
        await app.press(*["backspace"] * 10, "tab", *["backspace"] * 10, "enter")
        assert "the comparison is off" in app.said
        assert "against" not in app.scope_line

    on_screen(script, "frequency", QUARTER, compare=Comparison("before"))


def test_a_comparison_is_there_again_the_next_time(shop: Path, tmp_path: Path) -> None:
    memory = tmp_path / "views.json"

    async def first(app: Driven) -> None:
        await app.press("2", "left_square_bracket", "c", "enter")

    drive(Start(paths=(str(shop),)), first, memory=memory)

    async def second(app: Driven) -> None:
        assert "against the period before" in app.scope_line

    drive(Start(paths=(str(shop),)), second, memory=memory)


def test_a_compared_matrix_is_read_long(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2")
        assert "Retention rate" not in app.text
        await app.press("c", "enter")
        frame = app.pane.frame
        assert frame is not None
        assert {"interval", "rate", "rate_before"} <= set(frame.columns)

    on_screen(script, "retention", QUARTER)

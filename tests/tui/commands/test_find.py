"""The box that finds everything: what is typed leads to questions, customers, segments, parts of the scope, terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.dialogs.dialog import Words
from tui.dialogs.find import Find, Hit, rank
from tui.panes.answer import AnswerPane

if TYPE_CHECKING:
    from driving import Driven, Kept


def first_hit(app: Driven) -> str:
    """What enter would take."""
    screen = app.app.screen
    assert isinstance(screen, Find)
    return screen._hits[0].name


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("复购", "Repurchase"),
        ("cohort", "Cohort"),
        ("p(alive)", "P(alive)"),
        ("quick ratio", "Quick ratio"),
        ("at risk", "RFM: at risk"),
        ("channel: w", "Channel: web"),
        ("ltv", "Customer lifetime value"),
    ],
)
def test_what_is_typed_is_found_first(on_screen: Kept, typed: str, found: str) -> None:
    async def script(app: Driven) -> None:
        await app.press("colon", *typed)
        assert found in first_hit(app)

    on_screen(script)


def test_a_segment_becomes_the_scope(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("RFM: at risk")
        assert "at risk" in app.scope_line
        assert "Overview" in app.title_of(AnswerPane)

    on_screen(script)


def test_a_channel_becomes_the_scope(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("Channel: web")
        assert "· web ·" in app.scope_line

    on_screen(script)


def test_a_term_is_explained(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("P(alive)")
        assert isinstance(app.app.screen, Words)
        assert "probability that a customer has not left" in app.text

    on_screen(script)


def test_a_column_is_gone_to(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("Column: Change %")
        table = app.app.screen.query_one(AnswerPane).table
        assert table is not None
        assert table.has_focus
        assert table.frame is not None
        assert table.frame.shown[table.cursor_column].heading == "Change %"

    on_screen(script)


def test_starts_of_words_come_before_anything_else() -> None:
    def hit(name: str, meaning: str = "", also: str = "") -> Hit:
        return Hit(name, meaning, bool, also)

    assert rank(hit("Cohort"), "cohort") == 0
    assert rank(hit("Segments: RFM", also="RFM, loyal"), "rfm") == 1
    assert rank(hit("Retention"), "ret") == 2
    assert rank(hit("Repurchase", also="repeat, 复购率"), "复购") == 3
    assert rank(hit("Staying: Retention"), "ret") == 4
    assert rank(hit("Cohort", "Followed together"), "tog") == 5
    assert rank(hit("Retention"), "tention") is None

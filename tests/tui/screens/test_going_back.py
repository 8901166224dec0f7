"""Back and forward through what was asked: the answers are looked at as they were left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tui.panes.answer import Place

if TYPE_CHECKING:
    from driving import Driven, Kept


async def sort_by_share(app: Driven) -> Place:
    """The third row and column of the segments, the largest first."""
    await app.press("2", "right", "right", "s", "down", "down")
    return app.pane.whereabouts


def test_order_row_and_column_are_as_they_were(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        place = await sort_by_share(app)
        assert place == Place(2, column=2)
        await app.press("x", "end", "space", "escape")
        assert app.pane.frame is not None
        arranged = app.pane.arrangement()
        assert arranged.sort == ("share", True)
        assert len(arranged.hidden) == 1
        await app.ask("overview")
        assert app.pane.whereabouts.row == 0
        await app.press("less_than_sign")
        assert app.answer.metric.id == "rfm"
        assert (app.pane.whereabouts, app.pane.arrangement()) == (place, arranged)
        await app.press("greater_than_sign")
        assert app.answer.metric.id == "overview"
        await app.press("less_than_sign", "down")
        assert app.pane.whereabouts == Place(3, column=2)

    on_screen(script, "rfm")


def test_another_period_is_looked_at_in_the_same_order(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await sort_by_share(app)
        await app.press("left_square_bracket")
        assert app.answer.question.scope.until is not None
        assert app.pane.arrangement().sort == ("share", True)
        shares = app.pane.frame.data["share"].to_list()
        assert shares == sorted(shares, reverse=True)
        await app.press("S", "less_than_sign")
        assert app.answer.question.scope.until is None
        assert app.pane.arrangement().sort == ("share", True)
        await app.press("greater_than_sign")
        assert app.pane.arrangement().sort == ("share", False)

    on_screen(script, "rfm")


def test_a_new_question_drops_what_was_ahead(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "left_square_bracket", "left_square_bracket")
        ahead = app.answer.question.scope.since
        await app.press("less_than_sign")
        between = app.answer.question.scope.since
        assert isinstance(ahead, date)
        assert isinstance(between, date)
        assert ahead < between
        await app.press("greater_than_sign")
        assert app.answer.question.scope.since == ahead
        await app.press("less_than_sign")
        await app.ask("growth")
        await app.press("greater_than_sign")
        assert "Nothing was asked after." in app.said
        await app.press("less_than_sign")
        assert app.answer.question.scope.since == between

    on_screen(script, "rfm")

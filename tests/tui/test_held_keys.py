"""A key that is held down, on a machine that does not keep up with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import typed

if TYPE_CHECKING:
    from driving import Driven, Kept

PERIODS = 12
"""Months that lie behind the last one of a year."""


async def come(app: Driven, key: str, times: int, apart: float) -> None:
    """Let a key come so many times, so many seconds apart, before anybody has come to the first."""
    for number in range(times):
        event = typed(key)
        event.time += number * apart
        app._send(event)
    await app.settle()


@pytest.mark.parametrize(("apart", "steps"), [(1 / 30, 3), (1 / 25, 3), (0.0001, PERIODS), (0.15, PERIODS)])
def test_what_was_held_stops_and_what_was_typed_is_all_done(on_screen: Kept, apart: float, steps: int) -> None:
    """The first at once and the two last; all of a macro, and all that fingers typed."""

    async def script(app: Driven) -> None:
        await app.press("2", "left_square_bracket")
        began = app.answer.question.scope.since
        assert began is not None
        await come(app, "left_square_bracket", PERIODS, apart)
        now = app.answer.question.scope.since
        assert now is not None
        assert (began.year - now.year) * 12 + began.month - now.month == steps

    on_screen(script, "overview")


def test_letters_that_come_twice_are_both_there(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        for number, letter in enumerate(("colon", *"pizza")):
            event = typed(letter)
            event.time += number / 30
            app._send(event)
        await app.settle()
        assert app.app.screen.query_one("Input").value == "pizza"

    on_screen(script, "overview")

"""A question that cannot be answered as it was asked: its parameters can be set, and the answer before stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.dialogs.parameters import Parameters
from tui.panes.answer import AnswerPane

if TYPE_CHECKING:
    from driving import Driven, Kept


def test_the_parameters_of_what_was_refused_are_set(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.ask("effect")
        assert "p sets its parameters." in app.said
        assert "RFM" in app.title_of(AnswerPane)
        await app.press("p")
        assert isinstance(app.app.screen, Parameters)
        assert "start" in app.text
        await app.press("escape")
        await app.ask("growth")
        await app.press("p")
        assert "growth" in str(app.app.screen.query_one("#box").border_title).casefold()

    on_screen(script, "rfm")

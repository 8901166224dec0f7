"""Where the rows of an answer are customers, the pane beside it tells the one under the cursor in short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from tui.app import Start
from tui.panes.answer import AnswerPane
from tui.panes.customers import CustomersPane
from tui.screens.portrait import PortraitScreen

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept


def shown(app: Driven) -> str:
    """The customer under the cursor of the answer."""
    values = app.one(AnswerPane).values
    assert values is not None
    return str(values["id"])


@pytest.mark.parametrize("metric", ["customers", "clv"])
@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
def test_the_customer_under_the_cursor_is_told_in_short(shop: Path, metric: str, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        for _ in range(3):
            await app.press("down")
            assert shown(app) in app.title_of(CustomersPane)
            words = app.text_of(CustomersPane)
            assert "purchase" in words  # the weeks of every kind of event
            assert "Revenue" in words
            assert ("Mon" in words) == (size[1] > 40)  # where there are lines for the hours
        await app.press("4", "enter")
        assert isinstance(app.app.screen, PortraitScreen)
        assert "(4 of " in app.text
        await app.press("J")
        assert "(5 of " in app.text
        await app.press("q")
        assert shown(app) in app.title_of(CustomersPane)

    drive(Start(paths=(str(shop),), demo=True, metric=metric), script, size=size)


def test_another_answer_has_its_customers_again(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        pane = app.one(CustomersPane)
        assert pane.has_class("-person")
        await app.press("m")
        assert pane.is_personal
        await app.ask("rfm")
        assert not pane.has_class("-person")
        assert pane.frame is not None
        assert len(pane.frame.data) > 1

    on_screen(script, "customers")

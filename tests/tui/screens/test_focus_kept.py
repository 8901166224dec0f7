"""The keys always go somewhere, and the pane that is marked gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from queries.question.scope import Condition, Scope
from tui.app import Start
from tui.panes.answer import AnswerPane
from tui.panes.chart import ChartPane
from tui.panes.customers import CustomersPane
from tui.panes.questions import QuestionsPane

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept

    from tui.frame.pane import Pane


def marked(app: Driven) -> list[str]:
    """The names of the panes that are marked and have the focus."""
    main = app.main
    panes = [pane for pane in main.query("Pane") if pane.title.active]  # type: ignore[attr-defined]
    assert main.focused is not None
    assert [main.pane_in_focus] == panes
    return [pane.NAME for pane in panes]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("key", "pane"), [("1", QuestionsPane), ("2", AnswerPane), ("3", ChartPane)])
def test_focus_survives_a_window_that_is_too_small(shop: Path, key: str, pane: type[Pane]) -> None:
    async def script(app: Driven) -> None:
        await app.press(key)
        for small in ((39, 24), (120, 11), (20, 5)):
            await app.pilot.resize_terminal(*small)
            await app.settle()
            await app.press("j", "slash", "escape")
            await app.pilot.resize_terminal(120, 40)
            await app.settle()
            assert marked(app) == [pane.NAME]

    drive(Start(paths=(str(shop),), demo=True), script)


def test_focus_survives_a_resize_under_a_dialog(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("4", "question_mark")
        for size in ((39, 11), (60, 20), (120, 40)):
            await app.pilot.resize_terminal(*size)
            await app.settle()
        await app.press("escape")
        assert marked(app) == ["customers"]

    drive(Start(paths=(str(shop),), demo=True, metric="rfm"), script)


def test_an_empty_answer_keeps_the_keys_and_takes_chart_and_customers_with_it(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2")
        assert "█" in app.text_of(ChartPane)
        assert "C0" in app.text_of(CustomersPane)
        nobody = Scope(where=(Condition.parse("orders>99999"),))
        app.main.ask(app.answer.question.over(nobody))
        await app.settle()
        assert app.answer.frame.is_empty()
        assert marked(app) == ["answer"]
        assert "█" not in app.text_of(ChartPane)
        assert "C0" not in app.text_of(CustomersPane)
        await app.press("s", "y")
        assert "There is no table here." in app.said
        await app.press("F")
        assert marked(app) == ["answer"]
        await app.press("down")
        assert app.pane.at == 1
        assert "C0" in app.text_of(CustomersPane)

    on_screen(script, "customers")


def test_a_reload_that_fails_keeps_the_keys_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = [f"c{n % 7},2024-0{1 + n % 9}-1{n % 9},{10 + n}" for n in range(60)]
    path.write_text("customer,time,amount\n" + "\n".join(rows) + "\n")

    async def script(app: Driven) -> None:
        await app.ask("customers")
        await app.press("2", "down")
        assert "c" in app.text_of(CustomersPane)
        path.write_bytes(b"\x00\xff\x00")
        await app.press("r")
        await app.until(lambda: "r tries again" in app.text_of(AnswerPane))
        assert marked(app) == ["answer"]
        assert app.main.row is None
        assert app.text_of(ChartPane).split() in (["Chart"], [" Chart"])

    drive(Start(paths=(str(path),), demo=True), script)


def test_a_stopped_question_leaves_the_answer_before_it_whole(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down")
        customers = app.text_of(CustomersPane)
        app.main.ask(app.answer.question.over(Scope()))
        assert app.main.stop()
        await app.settle()
        assert "Stopped." in app.said
        assert app.text_of(CustomersPane) == customers
        assert "█" in app.text_of(ChartPane)

    on_screen(script, "rfm")


def test_search_is_where_the_focus_is(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        asked = app.answer
        await app.press("1", "slash", *"risk")
        await app.press("enter")
        assert app.answer is asked
        await app.press("slash", *"deciles", "enter", "enter")
        assert app.answer.metric.id == "decile"
        await app.press("3", "slash", *"risk", "enter")
        await app.press("2", "question_mark", "slash", *"timeline", "enter")
        assert "“timeline”: 1 of" in app.said
        await app.press("escape", "c", "slash", *"lifecycle", "enter", "enter")
        assert app.app.screen is not app.main

    on_screen(script, "rfm")

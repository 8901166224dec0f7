"""Paths on the screen: enter goes a step further with those of the row, escape goes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.customers import CustomersPane
from tui.panes.people import PeoplePane

if TYPE_CHECKING:
    from driving import Driven, Kept


def test_enter_goes_a_step_further_and_escape_back(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        first = app.answer
        await app.press("2", "down")
        row = first.frame.row(1, named=True)
        assert app.pane.at == 1
        await app.press("enter")
        further = app.answer
        assert dict(further.question.parameters)["start"] == ",".join(
            ["entry", *(f"any[page={row[name]}]" for name in ("from", "to"))]
        )
        assert set(further.frame.filter(further.frame["step"] == 1)["from"]) == {row["to"]}
        assert app.pane.at == 0
        assert "esc goes back" in app.said
        await app.press("escape")
        assert app.answer.question == first.question
        assert app.pane.at == 1
        await app.press("escape")
        assert "q quits." in app.said
        assert app.answer.question == first.question

    on_screen(script, "paths", by="page")


def test_two_steps_further_and_two_back(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "enter", "enter")
        assert len(dict(app.answer.question.parameters)["start"].split(",")) == 3
        await app.press("escape")
        assert len(dict(app.answer.question.parameters)["start"].split(",")) == 2
        await app.press("escape")
        assert dict(app.answer.question.parameters)["start"] == "page_view"

    on_screen(script, "paths", start="page_view")


def test_the_customers_of_a_move_are_beside_it(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2")
        people = app.one(CustomersPane)
        row = app.answer.frame.row(0, named=True)
        assert f"{row['from']}" in app.title_of(CustomersPane)
        assert people.row is not None
        assert people.row.leads_on
        await app.press("v", "enter")
        assert "These rows do not stand for customers." in app.said
        assert not app.app.screen.query(PeoplePane)

    on_screen(script, "paths")


def test_another_question_ends_the_way_back(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "enter")
        await app.ask("overview")
        await app.press("escape")
        assert "q quits." in app.said
        assert app.answer.metric.id == "overview"

    on_screen(script, "paths")


def test_loops_are_collapsed_on_request(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        frame = app.answer.frame
        assert frame.filter(frame["from"] == frame["to"]).height > 0
        await app.press("2", "p")
        app.field("parameter-collapse").value = ""
        app.field("parameter-collapse").focus()
        await app.type("yes")
        await app.press("enter")
        frame = app.answer.frame
        assert frame.height > 0
        assert frame.filter(frame["from"] == frame["to"]).is_empty()

    on_screen(script, "paths")

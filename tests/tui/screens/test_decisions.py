"""Decisions on the mapping screen: seen with their figures, chosen, composed, changed again, confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, check_snapshot, drive

from queries.mapping.model import Meaning
from tests.decided import decided_guess, write_orders
from tui.app import Start
from tui.panes.answer import AnswerPane
from tui.panes.mapping import MappingPane

if TYPE_CHECKING:
    from pathlib import Path

    from queries.mapping.model import Mapping

PROPOSED, WITHOUT_PENDING = "48 orders of 7 customers, 6,216.00", "36 orders of 7 customers, 4,638.00"


@pytest.fixture
def orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of orders, read by the guess that was made by hand."""
    monkeypatch.setattr("queries.session.guess", decided_guess)
    return write_orders(tmp_path / "orders.csv")


def column(app: Driven, name: str) -> list[str]:
    """A column of the lines."""
    frame = app.one(MappingPane).frame
    assert frame is not None
    return frame.data[name].to_list()


def mapping(app: Driven) -> Mapping:
    """The mapping as it was changed."""
    return app.one(MappingPane).correcting.mapping


def figures(app: Driven) -> str:
    """The line with the key figures."""
    return app.lines[3].strip()


async def go_to(app: Driven, name: str, text: str) -> None:
    """Put the cursor on the first line in which a column holds a text."""
    place = next(at for at, value in enumerate(column(app, name)) if text in value)
    app.one(MappingPane).move_to(place)
    await app.settle()


async def pick(app: Driven, text: str) -> None:
    """Open the line under the cursor, and take the choice that begins with a text."""
    await app.press("enter")
    choices = app.app.screen.query_one("OptionList")
    words = [str(choice.prompt)[2:] for choice in choices._options]  # type: ignore[attr-defined]
    at = next(place for place, prompt in enumerate(words) if prompt.startswith(text))
    choices.highlighted = at  # type: ignore[attr-defined]
    await app.press("enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
def test_decisions_look_the_same(orders: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        check_snapshot(f"decisions_{size[0]}x{size[1]}", app.text)
        await app.press("enter")
        check_snapshot(f"decisions_choose_{size[0]}x{size[1]}", app.text)

    drive(Start(paths=(str(orders),), demo=True), script, size=size, wait="set aside")


def test_questions_come_first_then_the_decisions_by_heading_then_columns_then_kinds(orders: Path) -> None:
    async def script(app: Driven) -> None:
        assert column(app, "")[:2] == ["?", ""]
        assert column(app, "what")[:5] == [
            "What counts as a sale",
            "Who",
            "Money",
            "What counts as a sale",
            "orders customer",
        ]
        assert column(app, "what")[-1] == "kind of event purchase"
        assert figures(app) == f"{PROPOSED} · ? 1 question to be confirmed"
        told = app.text_of(MappingPane)
        assert "Are orders whose Status is Pending sales? Otherwise: without them (36 orders" in told

    drive(Start(paths=(str(orders),), demo=True), script, wait="set aside")  # fmt: skip


def test_choices_change_the_figures_compose_and_can_be_changed_again(orders: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("enter")
        assert "● with them" in app.text
        assert WITHOUT_PENDING in app.text
        await app.press("escape")
        await pick(app, "without them")
        assert figures(app) == WITHOUT_PENDING
        await go_to(app, "what", "Money")
        await app.press("enter")
        await app.settle()
        assert "36 orders of 7 customers, 4,174.20" in app.text
        await app.press("escape")
        await pick(app, "it is paid")
        assert figures(app) == "36 orders of 7 customers, 4,174.20"
        assert mapping(app).events[0].fields[Meaning.AMOUNT].column == "paid"
        assert "orders.amount: it is paid." in column(app, "holds")
        await go_to(app, "holds", "Status.Pending")
        await pick(app, "with them")
        assert figures(app) == "48 orders of 7 customers, 5,594.40"
        await app.press("w")
        await app.settle()
        assert app.title_of(AnswerPane).startswith("▸Overview")
        assert app.app.workspace.session is not None
        assert app.app.workspace.session.mapping.events[0].fields[Meaning.AMOUNT].column == "paid"
        app.app.action_mapping()
        await app.settle()
        assert "?" not in column(app, "")
        assert figures(app) == "48 orders of 7 customers, 5,594.40"
        assert "orders.amount: it is paid." in column(app, "holds")

    drive(Start(paths=(str(orders),), demo=True), script, wait="set aside")


def test_taking_what_is_proposed_answers_the_question(orders: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("enter", "enter")
        assert figures(app) == PROPOSED
        assert "?" not in column(app, "")

    drive(Start(paths=(str(orders),), demo=True), script, wait="set aside")


def test_a_decision_that_a_column_made_follows_the_column(orders: Path) -> None:
    async def script(app: Driven) -> None:
        await go_to(app, "what", "orders amount")
        await app.press("enter")
        choices = app.app.screen.query_one("OptionList")
        choices.highlighted = 6  # type: ignore[attr-defined]
        await app.press("enter")
        assert "orders.amount: it is paid." in column(app, "holds")
        await go_to(app, "what", "Money")
        await pick(app, "it is total")
        assert mapping(app).events[0].fields[Meaning.AMOUNT].column == "total"

    drive(Start(paths=(str(orders),), demo=True), script, wait="set aside")


def test_a_kind_of_event_gets_a_role_and_a_doer(orders: Path) -> None:
    async def script(app: Driven) -> None:
        await go_to(app, "what", "kind of event purchase")
        assert column(app, "holds")[-1] == "purchase, active"
        await pick(app, "visit")
        assert mapping(app).roles == {"visit": ("purchase",)}
        assert figures(app).startswith("0 orders of 7 customers")
        await go_to(app, "what", "kind of event purchase")
        await pick(app, "passive")
        assert column(app, "holds")[-1] == "visit, passive"
        assert mapping(app).activity["purchase"].kind == "passive"
        await pick(app, "none")
        assert mapping(app).roles == {}
        await pick(app, "purchase")
        assert figures(app).startswith(PROPOSED)

    drive(Start(paths=(str(orders),), demo=True), script, wait="set aside")


def test_what_was_said_on_the_command_line_is_not_asked(orders: Path) -> None:
    async def script(app: Driven) -> None:
        assert app.title_of(AnswerPane).startswith("▸Overview")
        app.app.action_mapping()
        await app.settle()
        assert figures(app) == WITHOUT_PENDING
        assert "orders.Status.Pending: without them." in column(app, "holds")

    options = {"say": (("orders.Status.Pending", "later"),)}
    drive(Start(paths=(str(orders),), options=options, demo=True), script)


def test_a_saved_mapping_still_shows_what_there_is_to_decide(orders: Path, tmp_path: Path) -> None:
    options = {"mappings_folder": tmp_path / "mappings"}

    async def saving(app: Driven) -> None:
        await pick(app, "without them")
        await app.press("w")
        await app.settle()

    async def again(app: Driven) -> None:
        app.app.action_mapping()
        await app.settle()
        assert "orders.Status.Pending: without them." in column(app, "holds")
        assert "Orders whose Status is Failed are no sales (12 rows)." in column(app, "holds")
        assert "?" not in column(app, "")

    drive(Start(paths=(str(orders),), options=options, demo=True), saving, wait="set aside")
    drive(Start(paths=(str(orders),), options=options, demo=True), again)


def test_sorted_lines_are_opened_as_they_are_seen(orders: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("right", "s")
        under = app.one(MappingPane).under
        assert under is not None
        assert under.what == min(column(app, "what"))
        await app.press("enter")
        assert under.what in app.text

    drive(Start(paths=(str(orders),), demo=True), script, wait="set aside")

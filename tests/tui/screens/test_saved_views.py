"""Saved views on the screen: one key and enter keep what is seen, a digit brings it back as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from driving import drive
from textual import events

from queries.question.scope import Scope, Segment
from tui.app import Start
from tui.dialogs.find import Find
from tui.dialogs.views import Naming, Views
from tui.panes.answer import AnswerPane
from tui.panes.questions import QuestionsPane

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from driving import Driven

    Screen = Callable[[Callable[[Driven], Awaitable[None]]], None]


@pytest.fixture
def screen(shop: Path, tmp_path: Path) -> Screen:
    """The program on the shop, with a memory of its own."""
    start = Start(paths=(str(shop),))
    return lambda script: drive(start, script, memory=tmp_path / "state" / "views.json") and None


async def save_at_risk(app: Driven) -> None:
    """Save RFM of the members of a segment, by revenue and without a column, in two keys."""
    await app.ask("rfm")
    app.main.change_scope(lambda scope: scope.changed(segment=Segment("rfm", "at risk")))
    await app.settle()
    await app.ask("lifecycle")
    await app.press("2")
    pane = app.one(AnswerPane)
    assert pane.frame is not None
    pane.go_to_column([column.name for column in pane.frame.shown].index("revenue"))
    await app.press("s")
    pane.show(pane.frame.without({"share"}))
    await app.press("ctrl+s", "enter")


def test_two_keys_save_a_view_and_two_bring_it_back(screen: Screen) -> None:
    async def script(app: Driven) -> None:
        await save_at_risk(app)
        assert "Saved “Lifecycle · rfm=at risk”" in app.said
        before = app.one(AnswerPane).frame
        assert before is not None
        await app.press("F")
        await app.ask("overview")
        await app.press("V", "1")
        after = app.one(AnswerPane).frame
        assert after is not None
        assert "rfm=at risk" in app.scope_line
        assert after.sorted_by == before.sorted_by == ("revenue", True)
        assert after.hidden == {"share"}
        assert after.data.equals(before.data)

    screen(script)


def test_a_view_stands_above_the_questions_and_is_opened_by_enter(screen: Screen) -> None:
    async def script(app: Driven) -> None:
        assert "Views" not in app.text_of(QuestionsPane)
        await save_at_risk(app)
        assert "Views │ 1 Lifecycle" in app.text_of(QuestionsPane)
        await app.ask("overview")
        await app.press("F", "1", "g", "enter")
        assert app.answer.question.metric == "lifecycle"
        assert app.answer.question.scope == Scope(segment=Segment("rfm", "at risk"))
        pane = app.one(QuestionsPane)
        assert pane._list._open == "@Lifecycle · rfm=at risk"
        await app.press("1", "j", "enter")
        assert app.answer.question.metric == "overview"

    screen(script)


def test_a_view_is_found_by_its_name(screen: Screen) -> None:
    async def script(app: Driven) -> None:
        await save_at_risk(app)
        await app.ask("overview")
        await app.press("colon")
        await app.type("@lifecycle")
        box = app.app.screen
        assert isinstance(box, Find)
        assert box._hits[0].name == "View: Lifecycle · rfm=at risk"
        await app.press("enter")
        await app.settle()
        assert app.answer.question.metric == "lifecycle"

    screen(script)


def test_a_burst_of_two_keys_opens_a_view(screen: Screen) -> None:
    async def script(app: Driven) -> None:
        await save_at_risk(app)
        await app.ask("overview")
        driver = app.app._driver
        assert driver is not None
        for key in ("V", "1"):
            driver.send_message(events.Key(key, None))
        await app.settle()
        assert app.answer.question.metric == "lifecycle"

    screen(script)


def test_a_name_that_is_taken_is_asked_about(screen: Screen) -> None:
    async def script(app: Driven) -> None:
        await app.press("ctrl+s")
        await app.type("Monday")
        await app.press("enter")
        await app.ask("rfm")
        await app.press("ctrl+s")
        await app.type("monday")
        await app.press("enter")
        assert app.told == "There is a view “monday” already. enter again replaces it."
        await app.press("enter")
        assert [view.view.metric for view in app.app.workspace.views.all()] == ["rfm"]

    screen(script)


def test_a_view_is_renamed_and_removed(screen: Screen) -> None:
    async def script(app: Driven) -> None:
        await app.press("ctrl+s", "enter")
        await app.press("V", "R")
        assert isinstance(app.app.screen, Naming)
        await app.type("Monday")
        await app.press("enter")
        assert "1  Monday  Overview" in app.text
        await app.press("D")
        assert app.told == "D again removes “Monday”."
        await app.press("D")
        assert not isinstance(app.app.screen, Views)
        assert "Views" not in app.text_of(QuestionsPane)
        await app.press("V")
        assert "No view is saved yet. ctrl+s saves the one on the screen." in app.said

    screen(script)


def test_what_these_data_cannot_answer_is_told_and_the_answer_stays(screen: Screen, tmp_path: Path) -> None:
    entries = [
        {"name": "Elsewhere", "metric": "rfm", "scope": {"channels": ["moon"]}},
        {"name": "Future", "metric": "horoscope"},
        {"name": "Broken", "metric": "rfm", "scope": {"since": 7}},
    ]
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "saved_views.json").write_text(json.dumps(entries), "utf-8")

    async def script(app: Driven) -> None:
        for digit, words in (
            ("1", "moon"),
            ("2", "The view “Future” cannot be asked: There is no metric called “horoscope”"),
            ("3", "The view “Broken” cannot be asked: A part of this question is not understood. Ask it anew."),
        ):
            app.app.clear_notifications()
            await app.press("V", digit)
            assert words in app.said
            assert app.answer.question.metric == "overview"

    screen(script)

"""One customer: who, where they stand, when they come, what they buy; the timeline; the next one of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from tui.app import Start
from tui.panes.people import PeoplePane
from tui.panes.portrait import BoughtPane, FactsPane, HabitsPane, StandingPane
from tui.panes.timeline import TimelinePane

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept


async def into_a_portrait(app: Driven) -> None:
    """The first of the loyal customers."""
    await app.press("2", "down", "enter", "enter")


def events(app: Driven) -> list[str]:
    """The kinds of event in the timeline, one a row."""
    frame = app.one(TimelinePane).frame
    assert frame is not None
    return frame.data["event"].to_list()


def test_a_portrait_tells_who_where_when_and_what(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await into_a_portrait(app)
        assert "Revenue" in app.text_of(FactsPane)
        standing = app.text_of(StandingPane)
        assert "P(alive)" in standing
        assert "To do" in standing
        assert "months" in standing
        assert "events, at most" in app.text_of(HabitsPane)
        assert "×" in app.text_of(BoughtPane)
        assert app.title_of(TimelinePane).startswith("▸Timeline")

    on_screen(script, "rfm")


@pytest.mark.parametrize(
    ("size", "seen_at_first", "seen_at_last"),
    [
        ((200, 60), ("Who", "Where they stand", "52 weeks", "What they buy"), ("Who", "What they buy")),
        ((80, 24), ("Who", "Where they stand"), ("52 weeks, and when", "What they buy")),
        ((60, 20), ("Who",), ("What they buy",)),
    ],
)
def test_panes_go_round_and_those_around_the_focus_are_seen(
    shop: Path, size: tuple[int, int], seen_at_first: tuple[str, ...], seen_at_last: tuple[str, ...]
) -> None:
    async def script(app: Driven) -> None:
        await into_a_portrait(app)
        headings = ("Who", "Where they stand", "52 weeks", "What they buy")
        assert [name for name in headings if name in app.text] == list(seen_at_first)
        await app.press("tab")
        assert "▸Who" in app.text
        await app.press("tab", "tab", "tab")
        assert "▸What they buy and say" in app.text
        assert all(name in app.text for name in seen_at_last)
        await app.press("tab")
        assert "▸Timeline" in app.text
        await app.press("3")
        assert "▸52 weeks, and when" in app.text

    drive(Start(paths=(str(shop),), demo=True, metric="rfm"), script, size=size)


def test_a_timeline_of_one_kind_of_event_and_of_all_again(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await into_a_portrait(app)
        every = events(app)
        for kind in sorted(set(every)):
            await app.press("t")
            assert set(events(app)) == {kind}
            assert f"Timeline · {kind}" in app.title_of(TimelinePane)
        await app.press("t")
        assert events(app) == every

    on_screen(script, "rfm")


def test_the_timeline_tells_what_happened_in_each_event(on_screen: Kept) -> None:
    """Products and pages come when they are read; the cursor stays, and a kind of event is told like all of them."""

    async def script(app: Driven) -> None:
        await into_a_portrait(app)
        timeline = app.one(TimelinePane)
        frame = timeline.frame
        assert frame is not None
        assert "what" in [column.name for column in frame.shown]
        told = frame.data.filter(event="purchase")["what"].to_list()
        assert told
        assert all(told)
        assert str(told[0]) in app.text_of(TimelinePane)
        assert "customer_details/timeline" not in timeline.parts()
        await app.press("down", "down", "J", "K")
        assert timeline.at == 0
        while timeline.kind != "purchase":
            await app.press("t")
        assert timeline.frame is not None
        assert timeline.frame.data["what"].to_list() == told

    on_screen(script, "rfm")


def test_the_next_customer_without_going_back(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "enter")
        people = app.one(PeoplePane)
        assert people.frame is not None
        ids = people.frame.data["id"].to_list()
        await app.press("enter", "J")
        assert f"{ids[1]} (2 of" in app.lines[2]
        await app.press("K", "K")
        assert "This is the first customer of the list." in app.said
        await app.press("J", "escape")
        assert people.at == 1

    on_screen(script, "rfm")


def test_the_next_customer_of_an_answer_that_lists_them(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        ids = app.answer.frame["id"].to_list()
        await app.press("2", "down", "enter")
        assert f"{ids[1]} (2 of {len(ids):,})" in app.lines[2]
        await app.press("J", "J", "K", "J")
        assert f"{ids[3]} (4 of" in app.lines[2]
        await app.press("escape")
        assert app.pane.at == 3

    on_screen(script, "customers")


def test_a_portrait_has_further_tables(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await into_a_portrait(app)
        await app.press("v")
        assert app.title_of(TimelinePane).startswith("▸Figures")
        await app.press("q")
        assert app.title_of(TimelinePane).startswith("▸Timeline")

    on_screen(script, "rfm")


def test_the_next_customer_while_a_table_of_another_answer_is_shown(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await into_a_portrait(app)
        timeline = app.one(TimelinePane)
        while timeline.part is None or "/" not in timeline.part:
            await app.press("v")
        await app.press("J")
        assert "(2 of" in app.lines[2]
        assert app.title_of(TimelinePane).startswith("▸Timeline")

    on_screen(script, "rfm")


def test_what_was_asked_is_stopped_when_a_portrait_is_left(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "enter")
        await app.pilot.press("enter", "J", "J", "q")
        await app.settle()
        assert app.one(PeoplePane).has_focus_within
        assert not app.app.desk.running

    on_screen(script, "rfm")

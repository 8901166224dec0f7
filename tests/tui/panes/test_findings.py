"""Findings are doors: the keys reach them, enter opens what they speak of, escape comes back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from driving import Driven, drive
from textual import events

from queries.catalogue import Asks, lead_of
from tui.app import Start
from tui.panes.answer import AnswerPane
from tui.panes.findings import Findings
from tui.panes.people import PeoplePane
from tui.screens.people import PeopleScreen

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept
    from textual.geometry import Region

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")


def findings(app: Driven) -> Findings:
    return app.main.query_one(Findings)


def under_cursor(app: Driven) -> str:
    """The line of the sentence that the keys are on."""
    return next((line for line in app.lines if "▸→" in line or "▸•" in line), "")


@SIZES
def test_from_a_finding_to_the_people_it_means_and_out_as_a_file(
    shop: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    written = tmp_path / "overdue.csv"

    async def script(app: Driven) -> None:
        await app.press("2", "exclamation_mark", "enter")
        assert isinstance(app.app.screen, PeopleScreen)
        assert "Overview › Overdue" in app.text
        count = app.answer.table("risk")[1]["customers"].item()
        assert f"{count:,} customers" in app.title_of(PeoplePane)
        await app.press("e")
        app.field("path").value = str(written)
        await app.press("enter")
        assert pl.read_csv(written).height == count
        await app.press("escape")
        assert app.app.screen is app.main
        assert findings(app).has_focus
        assert "▸→ Overdue" in under_cursor(app)

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


@SIZES
def test_up_from_the_first_row_reaches_every_finding_and_down_comes_back(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        told = app.answer.findings
        assert len(told) == 3
        await app.press("2", "up", *["up"] * len(told))
        for sentence in told:
            assert f"▸→ {sentence[:20]}" in under_cursor(app)
            assert app.title_of(AnswerPane).startswith("▸")
            await app.press("down")
        assert not findings(app).has_focus
        assert app.pane.at == 0
        assert app.main.focused is app.pane.target

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


def test_a_finding_asks_another_question_and_escape_comes_back_to_it(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        lead = lead_of(app.answer.findings[1])
        assert isinstance(lead, Asks)
        await app.press("2", "down", "down", "exclamation_mark", "down", "enter")
        assert app.answer.question.metric == lead.metric
        assert app.main.focused is app.pane.target
        await app.press("escape")
        assert app.answer.question.metric == "overview"
        assert findings(app).has_focus
        assert findings(app).at == 1
        assert app.pane.at == 2

    on_screen(script)


def test_escape_and_back_leave_the_findings_for_the_row_one_was_on(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        for key in ("escape", "q"):
            await app.press("2", "down", "exclamation_mark")
            assert "enter open what it speaks of" in app.footer
            await app.press(key)
            assert app.main.focused is app.pane.target
            assert "enter open  " in app.footer
        assert app.pane.at == 2
        assert "▸→" not in app.text

    on_screen(script)


def test_the_cursor_costs_no_line_and_what_there_is_no_room_for_is_counted(shop: Path) -> None:
    async def script(app: Driven) -> None:
        told = findings(app)
        height = told.size.height
        assert "(+2 more: i)" in app.text
        await app.press("2", "exclamation_mark")
        assert told.size.height == height
        assert "(+2 more: i)" in app.text
        await app.press("down", "down")
        assert under_cursor(app).endswith("(+1 more: i)")
        await app.press("escape")
        assert told.size.height == height
        assert "(+2 more: i)" in app.text

    drive(Start(paths=(str(shop),), demo=True), script, size=(80, 24))


def test_who_holds_up_stays_in_the_table(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "down", "down")
        await app.hold("up", 12)
        assert app.pane.at == 0
        assert app.main.focused is app.pane.target
        await app.press("up")
        assert findings(app).has_focus

    on_screen(script)


def test_a_burst_up_and_enter_opens_the_finding_and_not_the_row(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        lead, driver = lead_of(app.answer.findings[-1]), app.app._driver
        assert isinstance(lead, Asks)
        assert driver is not None
        await app.press("2")
        for key in ("up", "enter"):
            driver.send_message(events.Key(key, None))
        await app.settle()
        assert app.answer.question.metric == lead.metric

    on_screen(script)


def test_what_leads_nowhere_says_so_and_what_says_nothing_is_passed_over(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "exclamation_mark")
        assert "▸•" in under_cursor(app)
        await app.press("enter")
        assert "This sentence leads nowhere further." in app.said
        await app.ask("retention")
        await app.press("2", "exclamation_mark")
        assert "Nothing is said above this table." in app.said
        await app.press("up")
        assert app.main.focused is app.pane.target

    on_screen(script, "quality")


def test_the_same_findings_again_repaint_nothing(on_screen: Kept) -> None:
    """Bytes cost time on a slow line: who changes nothing repaints nothing, and a move two sentences."""

    async def script(app: Driven) -> None:
        told, repainted = findings(app), []
        refresh = told.refresh

        def watched(*regions: Region, **more: bool) -> Findings:
            repainted.append((regions, more))
            return refresh(*regions, **more)

        told.refresh = watched  # type: ignore[method-assign]
        try:
            await app.press("r")
            await app.ask("overview")
            told.tell(app.app.workspace.said(app.answer))
            assert not repainted
            await app.press("2", "exclamation_mark", "down")
            assert repainted
            assert all(regions and not more for regions, more in repainted)
        finally:
            del told.refresh

    on_screen(script)

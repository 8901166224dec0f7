"""What can be done with every table: sort, search, copy, choose columns, look closer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from driving import drive
from textual.widgets import Static

from queries.catalogue import Column, Unit
from tui.app import Start
from tui.frame.search import SearchLine
from tui.panes.answer import AnswerPane
from tui.panes.customers import CustomersPane
from tui.text.colours import MUTED

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Driven, Kept

    from tui.table.pane import TablePane


def column(pane: TablePane, name: str) -> list[object]:
    """The values of a column, in the order of the table."""
    assert pane.frame is not None
    return pane.frame.data[name].to_list()


def order(pane: TablePane) -> tuple[str, bool] | None:
    assert pane.frame is not None
    return pane.frame.sorted_by


def test_sort_search_and_copy(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        pane = app.pane
        await app.press("2", "right", "s")
        assert order(pane) == ("customers", True)
        assert "Customers ↓" in app.text_of(AnswerPane)
        await app.press("s")
        assert order(pane) == ("customers", False)
        await app.press("slash")
        await app.type("risk")
        await app.press("enter")
        assert pane.values is not None
        assert pane.values["segment"] == "at risk"
        assert "“risk”: 1 of 1 rows (n, N)" in app.said
        await app.press("left", "y")
        assert app.app.clipboard == "at risk"
        assert "Copied “at risk”" in app.said
        await app.press("Y")
        assert app.app.clipboard.startswith("at risk\t")
        await app.choose("copy table")
        assert len(app.app.clipboard.splitlines()) == 12
        assert "Copied the table, 11 rows" in app.said

    on_screen(script, "rfm")


def test_next_matches_go_round(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        pane = app.pane
        await app.press("2", "n")
        assert "Nothing is being searched for; / does." in app.said
        await app.press("slash")
        await app.type("loyal")
        await app.press("enter")
        rows, first = pane.hits.rows, pane.at
        assert [column(pane, "segment")[row] for row in rows] == ["loyal", "potential loyalists"]
        await app.press("n")
        assert pane.at == rows[1]
        await app.press("N", "N")
        assert pane.at == rows[-1]
        await app.press("n")
        assert pane.at == first
        await app.press("slash")
        await app.type("nowhere at all")
        await app.press("enter")
        assert "“nowhere at all” is nowhere in these rows." in app.said
        assert pane.at == first

    on_screen(script, "rfm")


def test_the_pane_that_has_the_focus_is_searched_and_sorted(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        customers, answer = app.one(CustomersPane), app.pane
        await app.press("4", "right", "s")
        assert order(customers) == ("days_since_last", True)
        assert order(answer) is None
        await app.press("slash")
        assert customers.query(SearchLine)
        await app.type(str(column(customers, "id")[3]))
        await app.press("enter")
        assert customers.at == 3
        assert answer.at == 0

    on_screen(script, "rfm")


def test_a_pane_that_fills_the_screen_can_be_searched(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "z", "slash")
        assert "Search: text, then enter; esc leaves" in app.text
        await app.type("risk")
        await app.press("enter")
        assert app.pane.values is not None
        assert app.pane.values["segment"] == "at risk"

    on_screen(script, "rfm")


def test_letters_are_text_while_a_field_has_the_focus(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "slash")
        await app.pilot.press(*"qfsx1")
        assert app.main.is_current
        assert app.app.screen.query_one(SearchLine).value == "qfsx1"
        await app.press("escape")
        assert not app.app.screen.query(SearchLine)
        assert app.main.is_current

    on_screen(script)


def test_columns_can_be_hidden_and_stay_so_while_the_question_is_the_same(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "x", "down", "space", "escape")
        assert app.pane.frame is not None
        assert "customers" not in app.pane.frame.columns
        await app.press("left_square_bracket")
        assert app.pane.frame is not None
        assert "customers" not in app.pane.frame.columns

    on_screen(script, "rfm")


def test_cell_and_details_are_told(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "right", "right", "i")
        assert "share of the customers" in app.text
        assert "all customers of the scope" in app.text
        await app.press("escape", "space")
        assert "─  Share  ─" in app.text
        await app.press("escape")
        assert app.main.is_current

    on_screen(script, "rfm")


def test_details_tell_the_other_columns_too_and_scroll(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "right")
        assert app.pane.frame is not None
        table = app.pane.frame.choosable
        await app.press("i")
        words = app.app.screen.query_one("#box Static", Static)
        lines = [strip.text.rstrip() for strip in words.render_lines(words.size.region)]
        told = lines[lines.index("Other columns") + 1 :]
        told = told[: told.index("")]
        names = [line.partition("  ")[0] for line in told if not line.startswith(" ")]
        assert names == [column.heading for column in table if column.name != "customers"]
        beside = len(told[0]) - len(told[0].removeprefix(names[0]).lstrip())
        more = [line for line in told if line.startswith(" ")]
        assert more, "a meaning takes a second line"
        assert {len(line) - len(line.lstrip()) for line in more} == {beside}

    on_screen(script, "rfm")


def test_details_of_a_matrix_tell_what_its_columns_mean_once_and_scroll(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "right", "right", "i")
        assert "1, 2, 3, 4, 5, 6" in app.text
        assert app.text.count("share of the cohort that came back") == 2  # of the column itself, and of the others
        assert "Note" not in app.text
        await app.press("end")
        assert "Note" in app.text

    drive(Start(paths=(str(shop),), metric="retention", demo=True), script, size=(80, 24))


def test_details_of_a_trend_tell_its_scale(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2")
        await app.press(*["right"] * 3, "i")
        assert "Scale" in app.text
        assert "from 0 to " in app.text

    on_screen(script)


def test_a_trend_is_quieter_than_numbers_but_for_its_last_mark(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        assert app.pane.frame is not None
        text = app.pane.frame.get_row_at(1)[app.pane.frame.columns.index("trend")]
        assert [(span.start, span.end, span.style) for span in text.spans] == [(0, len(text) - 1, f"color({MUTED})")]
        assert not text.style

    on_screen(script)


def test_a_matrix_is_sorted_searched_and_copied(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        pane = app.pane
        await app.press("2", "right", "s")
        assert order(pane) == ("size", True)
        sizes = column(pane, "size")
        assert sizes == sorted(sizes, reverse=True)  # type: ignore[type-var]
        await app.press("slash")
        await app.type("2024-03")
        await app.press("enter")
        assert pane.values is not None
        assert f"{pane.values['cohort']:%Y-%m}" == "2024-03"
        await app.press("Y")
        assert app.app.clipboard.startswith("2024-03-01\t")
        assert "complete" not in app.app.clipboard

    on_screen(script, "retention")


def test_markup_in_data_is_text(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        from tui.table.backend import FrameBackend

        rows = pl.DataFrame({"name": ["[/foo]", "[red]x", "a\x1b[31mb", "\u202eevil", None]})
        app.pane.show(FrameBackend(rows, [Column("name", "", Unit.TEXT, key=True, title="[/bar]")]), rest=False)
        await app.press("2", "y", "space")
        assert "[/foo]" in app.text
        assert "[/bar]" in app.text
        await app.press("escape")
        app.main.tell("[/foo] [bold")
        await app.settle()
        assert "[/foo] [bold" in app.said
        assert "\x1b" not in app.text
        assert "\u202e" not in app.text

    on_screen(script)


@pytest.mark.parametrize("where", ["answer", "customers", "people", "timeline", "tables"])
def test_every_table_can_be_sorted_searched_copied_and_asked_what_it_means(on_screen: Kept, where: str) -> None:
    keys = {
        "answer": ("2",),
        "customers": ("4",),
        "people": ("2", "enter"),
        "timeline": ("2", "enter", "enter"),
        "tables": (),
    }[where]

    async def script(app: Driven) -> None:
        await app.press(*keys)
        if where == "tables":
            await app.choose("the tables of the file as they are")
        pane = app.one(CustomersPane) if where == "customers" else app.pane
        assert pane.frame is not None
        heading = pane.frame.shown[1].heading
        await app.press("right", "s")
        assert order(pane) is not None
        await app.press("i")
        assert f"─  {heading}  ─" in app.text
        await app.press("escape", "space")
        assert f"─  {heading}  ─" in app.text
        await app.press("escape", "x")
        assert "space or enter shows or hides, esc takes it" in app.text
        await app.press("escape", "Y")
        assert app.app.clipboard.count("\t") == len(pane.frame.shown) - 1
        await app.press("left", "y")
        first = app.app.clipboard
        await app.press("slash")
        await app.type(first)
        await app.press("enter")
        assert pane.hits.rows

    on_screen(script, "rfm")

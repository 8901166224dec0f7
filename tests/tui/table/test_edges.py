"""A column stands whole or beyond the edge; only texts are shortened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import drive
from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip

from queries.wording import speak
from tui.app import Start
from tui.panes.customers import CustomersPane
from tui.table.edges import Cell, snapped, with_edges

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Driven

    from tui.table.widget import Table

CELLS = [
    Cell(Text("loyal"), 7, True),
    Cell(Text("4,010", justify="right"), 7, False),
    Cell(Text("12", justify="right"), 7, False),
    Cell(Text("a long word"), 13, True),
]
LINE = " loyal  4,010     12  a long word "


def seen(width: int, fixed: int = 1, moved: int = 0, *, heading: bool = False) -> str:
    """The line as wide as there is room."""
    left = 7 * fixed
    line = (LINE[:left] + LINE[left + moved :])[:width].ljust(width)
    return with_edges(Strip([Segment(line)], width), width, CELLS, fixed, moved, heading=heading).text


def test_a_number_is_whole_or_not_there() -> None:
    for width in range(14, 21):
        assert seen(width) == LINE[:14].ljust(width)
    assert seen(21) == LINE[:21]


def test_a_text_is_shortened_where_enough_of_it_is_left() -> None:
    assert seen(29) == LINE[:21].ljust(29)
    assert seen(30) == " loyal  4,010     12  a long …"
    assert seen(33) == LINE[:33]  # the blank behind the last one is nothing lost
    assert seen(33, heading=True) == LINE[:33]


def test_what_has_no_room_at_all_is_shortened_where_it_begins() -> None:
    assert seen(12) == " loyal  4,0…"
    assert seen(5, fixed=0) == " loy…"


def test_the_heading_tells_of_columns_out_of_sight() -> None:
    assert seen(18, heading=True) == " loyal  4,010    ›"
    assert seen(21, heading=True) == " loyal  4,010     12 "[:20] + "›"
    assert seen(34, moved=7, heading=True) == (" loyal‹    12  a long word ").ljust(34)


def test_signs_of_two_cells_are_shortened_to_the_cell() -> None:
    cells = [Cell(Text("客户"), 6, True), Cell(Text("日本語テキスト"), 16, True)]
    line = " 客户  日本語テキスト "
    for width in range(15, 21):
        shown = with_edges(Strip([Segment(line)]).crop(0, width), width, cells, 1, 0)
        assert cell_len(shown.text) == shown.cell_length == width
        assert shown.text.endswith("…")
        assert line.startswith(shown.text[:-1].rstrip())


@pytest.mark.parametrize(("scrolled", "moved"), [(0, 0), (1, 7), (7, 7), (8, 14), (99, 14)])
def test_columns_move_as_a_whole(scrolled: int, moved: int) -> None:
    assert snapped([7, 7, 7, 13], 1, scrolled) == moved


def columns_seen(app: Driven, table: Table) -> list[tuple[str, int, int]]:
    """The columns whose headings are seen, by name, and where they begin and end on the screen."""
    assert table.frame is not None
    places, start = [], table.region.x
    for at, (column, entry) in enumerate(zip(table.frame.shown, table.ordered_columns, strict=True)):
        here = start - (0 if at < table.fixed_columns else table.moved)
        heading = app.lines[table.region.y][here + 1 : here + entry.render_width - 1]
        if heading.strip() == entry.label.plain:
            places.append((column.name, here, here + entry.render_width - 1))
        start += entry.render_width
    return places


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_cells_are_seen_whole_wherever_the_cursor_is(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        await app.ask("rfm")
        await app.press("2")
        table, frame = app.pane.table, app.pane.frame
        assert table is not None
        assert frame is not None
        for at, column in enumerate(frame.shown):
            seen = columns_seen(app, table)
            names = [name for name, *_ in seen]
            assert names[0] == "segment"
            assert column.name in names
            for row in range(3):
                line = app.lines[table.region.y + 1 + row]
                texts = {c.name: text.plain for c, text in zip(frame.shown, frame.get_row_at(row), strict=True)}
                cells = {name: line[start:end].strip() for name, start, end in seen}
                longest = max(cells, key=lambda name: len(texts[name]))
                if frame.may_be_cut(frame.shown[frame.columns.index(longest)]) and cells[longest].endswith("…"):
                    assert texts[longest].startswith(cells.pop(longest)[:-1])
                assert cells == {name: texts[name] for name in cells}
                # Behind the last that is whole there is nothing but the pane beside it.
                assert not line[seen[-1][2] : table.region.x + table.room].strip()
            heading = app.lines[table.region.y][table.region.x : table.region.x + table.room]
            assert (names[-1] == frame.shown[-1].name) != heading.rstrip().endswith("›")
            assert (names[1] == frame.shown[1].name) != ("‹" in heading)
            if at < len(frame.shown) - 1:
                await app.press("right")

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


@pytest.mark.parametrize("question", ["rfm", "overview", "customers", "products"])
def test_chinese_cells_stand_below_their_headings(shop: Path, question: str) -> None:
    async def script(app: Driven) -> None:
        await app.ask(question)
        table = app.pane.table
        assert table is not None
        assert table.frame is not None
        for y in range(min(table.size.height, table.row_count + 1)):
            line, cells, start = table.render_line(y), table._cells(y - 1), 0
            assert line.cell_length == table.size.width
            for text, width, _ in cells:
                if start + width > table.room:
                    break
                assert line.crop(start, start + width).text.strip() == text.plain.strip()
                assert cell_len(text.plain) <= width - 2
                start += width
            assert start

    speak("zh_CN")
    try:
        drive(Start(paths=(str(shop),), demo=True), script, size=(120, 40))
    finally:
        speak("en")


def test_the_customers_beside_the_chart_are_seen_whole(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.ask("rfm")
        await app.settle()
        table = app.one(CustomersPane).table
        assert table is not None
        assert table.frame is not None
        seen = columns_seen(app, table)
        assert [name for name, *_ in seen] == ["id", "days_since_last", "usual_gap", "trend"]
        start, end = seen[-1][1:]
        assert len(app.lines[table.region.y + 1][start:end].strip("│▂▃▄▅▆▇█ ")) <= 12
        assert app.lines[table.region.y + 1][start:end].strip() == table.frame.get_row_at(0)[3].plain.strip()
        assert end <= table.region.x + table.room

    drive(Start(paths=(str(shop),), demo=True), script, size=(120, 40))

"""Printed tables: they fit, and lose nothing but the ends of long texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.text.grid import GridColumn, grid, listing

NAME = GridColumn("Name", key=True, cut=True)
COUNT = GridColumn("Customers known", right=True)


def test_a_table() -> None:
    rows = [("Zoë", "1,204"), ("日本語", "7")]
    assert list(grid([NAME, COUNT], lambda: rows, 40)) == [
        "Name    Customers known",
        "──────  ───────────────",
        "Zoë               1,204",
        "日本語                7",
    ]


def test_headings_give_way_before_texts() -> None:
    assert list(grid([NAME, COUNT], lambda: [("a name", "7")], 20)) == [
        "        Customers",
        "Name        known",
        "──────  ─────────",
        "a name          7",
    ]


def test_texts_give_way_before_columns() -> None:
    lines = list(grid([NAME, COUNT], lambda: [("a very long name of a segment", "7")], 30))
    assert lines[-1] == "a very long name o…          7"


def test_columns_that_do_not_fit_stand_below_with_the_key() -> None:
    columns = [NAME, *(GridColumn(f"Number{at}", right=True) for at in range(4))]
    lines = list(grid(columns, lambda: [("a", "1", "2", "3", "4")], 24))
    assert lines == [
        "Name  Number0  Number1",
        "────  ───────  ───────",
        "a           1        2",
        "",
        "Name  Number2  Number3",
        "────  ───────  ───────",
        "a           3        4",
    ]


def test_no_rows() -> None:
    assert list(grid([NAME], list, 40)) == ["Name", "────"]


def test_sentences_are_wrapped_below_themselves() -> None:
    assert list(listing(("A", "B"), [("x", "one two three four five six seven")], 33, " ")) == [
        " A  B",
        " x  one two three four five six",
        "    seven",
    ]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]), max_size=40)


@given(st.lists(st.tuples(texts, texts, texts), max_size=5), st.integers(60, 120))
def test_no_line_is_wider_than_the_room(rows: list[tuple[str, str, str]], room: int) -> None:
    columns = [NAME, GridColumn("Text", cut=True), GridColumn("Other text", cut=True, right=True)]
    for line in grid(columns, lambda: rows, room):
        assert cell_len(line) <= room

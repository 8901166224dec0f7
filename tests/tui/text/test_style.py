"""Colours of cells: by what stands in them, and none where nobody wants any."""

from __future__ import annotations

from dataclasses import replace

import pytest

from queries.catalogue import Column, Unit
from tui.charts.look import Look
from tui.text.colours import DOWN, IN_SIXTEEN, MARKED, MUTED, PALETTE, SEQUENTIAL, UP
from tui.text.style import CellStyle

STYLE = CellStyle(groups={"channel": ("store", "web"), "segment": ("loyal", "lost")})


@pytest.mark.parametrize(
    ("column", "value", "colour"),
    [
        (Column("channel", "", Unit.TEXT), "web", PALETTE[1]),
        (Column("segment", "", Unit.TEXT), "loyal", PALETTE[0]),
        (Column("segment", "", Unit.TEXT), "nobody knows it", None),
        (Column("city", "", Unit.TEXT), "web", None),
        (Column("change", "", Unit.COUNT), 3, UP),
        (Column("revenue_change", "", Unit.MONEY), -0.5, DOWN),
        (Column("change", "", Unit.COUNT), 0, None),
        (Column("change", "", Unit.COUNT), None, None),
        (Column("orders", "", Unit.COUNT), 3, None),
    ],
)
def test_a_cell_has_the_colour_of_what_stands_in_it(column: Column, value: object, colour: int | None) -> None:
    assert STYLE.colour(column, value) == colour
    assert replace(STYLE, coloured=False).colour(column, value) is None


def test_a_terminal_of_sixteen_colours_tells_them_apart_too() -> None:
    few = replace(STYLE, few=True)
    assert few.colour(Column("channel", "", Unit.TEXT), "web") == IN_SIXTEEN[PALETTE[1]] < 16
    for colours in (PALETTE, SEQUENTIAL, (UP, DOWN), (MUTED, MARKED)):
        assert len({IN_SIXTEEN[colour] for colour in colours}) == len(colours)


def test_beyond_the_palette_no_value_has_the_colour_of_another_one_in_it() -> None:
    names = tuple(map(str, range(len(PALETTE) + 2)))
    style, column = CellStyle(groups={"channel": names}), Column("channel", "", Unit.TEXT)
    assert [style.colour(column, name) for name in names] == [*PALETTE, MUTED, MUTED]
    assert [Look().series(place) for place in range(len(names))] == [*PALETTE, MUTED, MUTED]

"""Cells shaded by their value: what shares a scale, what is left out, and what a terminal shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from driving import drive
from textual.color import Color

from queries.catalogue import Column, Unit
from tui.app import Start
from tui.table.backend import FrameBackend
from tui.table.shades import STEPS, shaded
from tui.text.style import CellStyle

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Driven, Kept

RATES = [Column(name, "", Unit.SHARE, shaded="rate", complete_column=f"{name} complete") for name in ("0", "1", "2")]
COLUMNS = (Column("cohort", "", Unit.TEXT, key=True), Column("size", ""), *RATES)
FRAME = pl.DataFrame(
    {
        "cohort": ["a", "b", "c"],
        "size": [10, 20, 30],
        "0": [1.0, 1.0, 1.0],
        "1": [0.5, 0.1, None],
        "2": [0.0, 0.5, float("nan")],
        "0 complete": [True, True, True],
        "1 complete": [True, True, None],
        "2 complete": [True, False, True],
    }
)


def shades(backend: FrameBackend) -> list[list[int]]:
    return [[backend.shade(row, at) for at in range(len(backend.shown))] for row in range(backend.row_count)]


def test_columns_of_one_scale_are_shaded_by_their_values() -> None:
    # Not the name, the size, a column that is all of it; not zero, what is incomplete, blank or no number.
    assert shades(FrameBackend(FRAME, COLUMNS)) == [[0, 0, 0, STEPS, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0]]
    assert shades(FrameBackend(FRAME, COLUMNS).ordered("size", descending=True))[2][3] == STEPS


def test_values_far_from_zero_are_told_apart() -> None:
    frame = pl.DataFrame({"aov": [50.0, 52.0, 56.0, 60.0]})
    backend = FrameBackend(frame, [Column("aov", "", Unit.MONEY, shaded="aov")])
    assert [backend.shade(row, 0) for row in range(4)] == [0, 1, 3, STEPS]


def test_values_that_are_alike_are_not_shaded() -> None:
    frame = pl.DataFrame({"aov": [50.0, 50.0], "none": pl.Series([None, None], dtype=pl.Float64)})
    backend = FrameBackend(frame, [Column(name, "", Unit.MONEY, shaded=name) for name in frame.columns])
    assert shades(backend) == [[0, 0], [0, 0]]


@pytest.mark.parametrize("style", [CellStyle(coloured=False), CellStyle(few=True)])
def test_without_colours_the_number_says_it(style: CellStyle) -> None:
    assert not any(map(any, shades(FrameBackend(FRAME, COLUMNS, style))))


@pytest.mark.parametrize(("ground", "colour"), [("#14171b", "#7fb0d8"), ("#ffffff", "#00457a")])
def test_every_shade_is_another_one_also_in_greys(ground: str, colour: str) -> None:
    for greys in (False, True):
        styles = [shaded(Color.parse(ground), Color.parse(colour), step, greys=greys) for step in range(1, STEPS + 1)]
        numbers = [style.bgcolor.downgrade(2).number for style in styles if style.bgcolor is not None]
        assert len(styles) == len(numbers)
        assert not greys or len({*numbers}) == STEPS  # in the 256 colours only greys are near enough to each other
        assert len({style.bgcolor for style in styles}) == STEPS


def test_colours_of_the_terminal_itself_are_left_alone() -> None:
    assert shaded(Color.parse("ansi_default"), Color.parse("ansi_blue"), 3, greys=True).bgcolor is None


def grounds(app: Driven, row: int) -> dict[str, str | None]:
    """The background of each cell of a line of the answer, by what the column is called."""
    table = app.pane.table
    assert table is not None
    assert table.frame is not None
    strip, start, found = table.render_line(row), 0, {}
    for column, entry in zip(table.frame.shown, table.ordered_columns, strict=True):
        if start + entry.render_width > table.room:
            break
        styles = {segment.style.bgcolor for segment in strip.crop(start, start + entry.render_width) if segment.style}
        assert len(styles) == 1  # the blanks beside a number are as dark as it is
        found[column.name] = str(styles.pop())
        start += entry.render_width
    return found


@pytest.mark.parametrize("theme", ["regulars", "textual-light"])
def test_a_cohort_table_is_shaded_but_for_the_row_of_the_cursor(shop: Path, theme: str) -> None:
    async def script(app: Driven) -> None:
        await app.ask("retention")
        await app.press("2")
        assert app.pane.frame is not None
        other = grounds(app, 2)
        assert other["cohort"] == other["size"] == other["0"]
        assert len({*other.values()}) > 1
        steps = {name: app.pane.frame.shade(1, at) for at, name in enumerate(app.pane.frame.columns) if name in other}
        assert len({(steps[name], other[name]) for name in other}) == len({*steps.values()})
        assert len({*grounds(app, 1).values()}) == 1
        await app.press("down")
        assert len({*grounds(app, 2).values()}) == 1
        assert len({*grounds(app, 1).values()}) > 1

    drive(Start(paths=(str(shop),), demo=True, theme=theme), script)


@pytest.mark.parametrize("question", ["cohort_revenue", "rhythm", "cross", "migration", "repurchase"])
def test_every_matrix_is_shaded(on_screen: Kept, question: str) -> None:
    async def script(app: Driven) -> None:
        frame = app.pane.frame
        assert frame is not None
        dark = [
            frame.columns[at]
            for at in range(len(frame.shown))
            for row in range(frame.row_count)
            if frame.shade(row, at)
        ]
        assert len({*dark}) >= 3
        keys = {column.name for column in app.answer.columns if column.key}
        assert not keys & {*dark}

    on_screen(script, question)

"""Whatever is to be drawn, at whatever size: it fits, and the process lives (plotext's kernel ends it over some)."""

from __future__ import annotations

from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from queries.catalogue import Column, Unit
from tui.charts.draw import draw
from tui.charts.drawing import Drawing, Kind
from tui.charts.look import Look

NUMBERS = st.one_of(st.none(), st.just(0.0), st.floats(-1e12, 1e12, allow_nan=False))
NAMES = st.sampled_from(["1", "2024-01", "客户忠诚", "a name that is longer than most of them are"])
UNITS = st.sampled_from([Unit.COUNT, Unit.MONEY, Unit.SHARE, Unit.DAYS, Unit.RATE, Unit.NUMBER])


@st.composite
def drawings(draw_one: st.DrawFn) -> Drawing:
    """A drawing of any kind, with what its kind needs."""
    kind = draw_one(st.sampled_from(get_args(Kind)))
    count, many = draw_one(st.integers(1, 40)), draw_one(st.integers(1, 4))
    rows = st.lists(NUMBERS, min_size=count, max_size=count).map(tuple)
    series = tuple((draw_one(NAMES), draw_one(rows)) for _ in range(many))
    spans = tuple((draw_one(rows), draw_one(rows)) for _ in series) if kind in ("ranges", "band") else ()
    at = (
        tuple(sorted(draw_one(st.lists(st.floats(0, 1e6), min_size=count, max_size=count))))
        if kind == "scatter"
        else ()
    )
    return Drawing(
        kind,
        tuple(draw_one(st.lists(NAMES, min_size=count, max_size=count))),
        series,
        Column("n", "", draw_one(UNITS)),
        "EUR",
        at=at,
        across=draw_one(st.sampled_from([None, Column("orders", "", Unit.COUNT)])) if not at else Column("orders", ""),
        incomplete=draw_one(st.sampled_from([frozenset(), frozenset({(many - 1, count - 1)})])),
        marked=draw_one(st.none() | st.integers(0, (many if kind == "heatmap" else count) - 1)),
        spans=spans,
    )


@settings(max_examples=150)
@given(
    drawings(),
    st.integers(4, 220),
    st.integers(1, 60),
    st.builds(Look, st.sampled_from(["block", "braille", "ascii"]), st.booleans(), st.booleans()),
)
def test_anything_fits(drawing: Drawing, width: int, height: int, look: Look) -> None:
    lines = Text.from_ansi(draw(drawing, width, height, look)).plain.splitlines()
    assert len(lines) <= height
    assert all(cell_len(line) <= width for line in lines)

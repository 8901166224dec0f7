"""Charts as text: they fit, they are readable without colour, every kind has its own look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len
from tui.drawing import Drawing, draw, ticks_of

from queries.catalogue import Column, Unit

MONTHS = tuple(f"2024-{month:02}" for month in range(1, 13))
VALUES = (3.0, 5.0, 7.0, 2.0, 8.0, 9.0, None, 3.0, 4.0, 6.0, 8.0, 2000.0)
KINDS = ("bars", "lying", "histogram", "stacked", "line", "steps", "heatmap")


def drawing(kind: Any = "bars", series: int = 1, unit: Unit = Unit.COUNT, **more: Any) -> Drawing:
    named = tuple((f"s{at}", VALUES) for at in range(series))
    return Drawing(kind, MONTHS, named, Column("n", "", unit), "EUR", **more)


def falling(*lines: tuple[float, ...]) -> Drawing:
    """Survival curves at days 0, 10, 20 …"""
    at = tuple(float(10 * place) for place in range(len(lines[0])))
    named = tuple((f"group {place}", line) for place, line in enumerate(lines))
    days = Column("days", "", Unit.DAYS)
    labels = tuple(f"{day:.0f} d" for day in at)
    return Drawing("steps", labels, named, Column("survival", "", Unit.SHARE), at=at, across=days)


@pytest.mark.parametrize("marker", ["block", "braille", "ascii"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("series", [1, 3])
@pytest.mark.parametrize("size", [(20, 6), (48, 14), (120, 40)])
def test_every_chart_fits(kind: Any, series: int, size: tuple[int, int], marker: Any) -> None:
    marks = {"marked": 0, "incomplete": frozenset({(0, 11)})}
    lines = draw(drawing(kind, series, **marks), *size, marker).splitlines()
    assert lines
    assert len(lines) <= size[1]
    assert max(map(cell_len, lines)) <= size[0]
    if marker == "ascii":
        assert "\n".join(lines).isascii()


def test_too_small_is_nothing() -> None:
    assert draw(drawing(), 8, 2) == ""


def test_the_tallest_bar_reaches_the_top_and_incomplete_ones_are_hatched() -> None:
    lines = draw(drawing(incomplete=frozenset({(0, 11)})), 60, 12).splitlines()
    assert lines[0].endswith("▒▒▒")
    assert "*" in lines[-2]
    assert lines[-1].split()[-1] == "2024-12"


def test_bars_on_top_of_each_other_add_up() -> None:
    parts = (("new", (1.0, 2.0)), ("returning", (3.0, 2.0)))
    text = draw(Drawing("stacked", ("a", "b"), parts, Column("n", "", Unit.COUNT)), 30, 12)
    columns = [line[4:5] for line in text.splitlines()[:-3]]
    assert columns.count("▒") == pytest.approx(3 * columns.count("█"), abs=2)
    assert "█ new  ▒ returning" in text


def test_a_histogram_with_more_bars_than_cells_adds_neighbours_up() -> None:
    values = (("n", tuple(1.0 for _ in range(100))),)
    many = Drawing("histogram", tuple(map(str, range(100))), values, Column("n", "", Unit.COUNT))
    text = draw(many, 40, 10)
    assert "4 ┤" in text
    assert text.splitlines()[-1].split()[0] == "0"


def test_lying_bars_name_and_number_every_bar_and_negative_ones_go_the_other_way() -> None:
    factors = Drawing(
        "lying", ("Customers", "Refunds"), (("", (12_000.0, -6_000.0)),), Column("n", "", Unit.MONEY), "EUR", marked=1
    )
    first, second = draw(factors, 60, 8).splitlines()
    assert first.split()[0] == "Customers"
    assert first.endswith("€12,000")
    assert second.startswith("▸Refunds")
    assert second.endswith("-€6,000")
    assert second.index("█") < first.index("█")


def test_more_lying_bars_than_lines_shows_those_around_the_cursor() -> None:
    names = tuple(f"name {at:02}" for at in range(30))
    bars = Drawing("lying", names, (("", tuple(map(float, range(1, 31)))),), Column("n", "", Unit.COUNT), marked=20)
    lines = draw(bars, 60, 5).splitlines()
    assert len(lines) == 5
    assert any(line.startswith("▸name 20") for line in lines)


def test_one_curve_is_a_stair_and_several_have_a_sign_each() -> None:
    stair = draw(falling((1.0, 0.8, 0.5, 0.5)), 50, 12)
    assert {"┐", "└", "─"} <= set(stair)
    both = draw(falling((1.0, 0.8, 0.5, 0.4), (1.0, 0.6, 0.2, 0.1)), 50, 12)
    assert "● group 0  ○ group 1" in both
    assert both.count("○") > 5
    days = stair.splitlines()[-1].split()
    assert (days[0], days[-2]) == ("0", "30")


def test_a_gap_in_a_line_stays_a_gap() -> None:
    unit = Column("n", "", Unit.COUNT)
    line = Drawing("line", ("a", "b", "c", "d", "e"), (("", (5.0, 5.0, None, 5.0, 5.0)),), unit)
    top = draw(line, 44, 8).splitlines()[0]
    assert " " in top.rstrip().split("┤")[-1].strip()


def test_shades_are_told_and_a_cohorts_first_cell_does_not_pale_the_others() -> None:
    rows = tuple((f"2024-0{at}", (1.0, 0.4, 0.25, 0.15, 0.05)) for at in range(1, 6))
    heat = Drawing("heatmap", tuple("01234"), rows, Column("rate", "", Unit.SHARE), incomplete=frozenset({(4, 3)}))
    text = draw(heat, 70, 10)
    assert {"░", "▒", "▓", "█"} <= set(text.splitlines()[0])
    assert "▒▒ 10 %+" in text
    assert "*" in text.splitlines()[4]
    assert "*" not in text.splitlines()[3]


def test_nothing_and_not_known_look_different_in_a_heat_map() -> None:
    heat = Drawing("heatmap", ("0", "1", "2"), (("Mon", (0.0, None, 5.0)),), Column("n", "", Unit.COUNT))
    line = draw(heat, 40, 5).splitlines()[0]
    assert "·" in line
    assert "   " in line


@pytest.mark.parametrize(("low", "high"), [(0, 7), (0, 4995), (-3, 8), (0, 0.0004), (0, 1), (-5, -1)])
def test_the_scale_has_round_numbers_that_hold_everything(low: float, high: float) -> None:
    ticks = ticks_of(low, high, 5, whole=False)
    assert ticks[0] <= low + 1e-9
    assert ticks[-1] >= high - 1e-9
    assert 2 <= len(ticks) <= 7


def test_values_of_nothing_but_zero_are_drawn() -> None:
    zeros = replace(drawing(), series=(("", tuple(0.0 for _ in MONTHS)),))
    assert draw(zeros, 60, 10)

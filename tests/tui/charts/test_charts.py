"""Charts as cells: they fit, bars are as high as their values to an eighth, every kind reads without colour."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from rich.cells import cell_len
from rich.text import Text

from queries.catalogue import Column, Unit
from tui.charts.draw import draw
from tui.charts.drawing import Drawing
from tui.charts.look import FRAME, Look
from tui.charts.scale import ticks_of
from tui.text.colours import PALETTE

MONTHS = tuple(f"2024-{month:02}" for month in range(1, 13))
VALUES = (3.0, 5.0, 7.0, 2.0, 8.0, 9.0, None, 3.0, 4.0, 6.0, 8.0, 2000.0)
KINDS = ("bars", "lying", "histogram", "stacked", "line", "steps", "heatmap", "scatter", "funnel", "ranges", "band")
PERIOD = Column("period", "", Unit.DATE)
COUNT = Column("customers", "", Unit.COUNT)
EIGHTHS = " ▁▂▃▄▅▆▇█"
PLAIN, COLOUR = Look(colour=False), Look()
LOOKS = (PLAIN, COLOUR, Look(few=True), Look("braille", colour=False), Look("ascii", colour=False))


def drawing(kind: Any = "bars", series: int = 1, unit: Unit = Unit.COUNT, **more: Any) -> Drawing:
    named = tuple((f"s{at}", VALUES) for at in range(series))
    if kind in ("ranges", "band"):
        lows = tuple(v and v - 1 for v in VALUES)
        more["spans"] = ((lows, tuple(v and v + 2 for v in VALUES)),) * series
    if kind == "scatter":
        more |= {"at": tuple(float(at * at) for at in range(12)), "across": Column("orders", "", Unit.COUNT)}
    return Drawing(kind, MONTHS, named, Column("n", "", unit), "EUR", **more)


def falling(*lines: tuple[float, ...]) -> Drawing:
    """Survival curves at days 0, 10, 20 …"""
    at = tuple(float(10 * place) for place in range(len(lines[0])))
    named = tuple((f"group {place}", line) for place, line in enumerate(lines))
    days = Column("days", "", Unit.DAYS)
    labels = tuple(f"{day:.0f} d" for day in at)
    return Drawing("steps", labels, named, Column("survival", "", Unit.SHARE), at=at, across=days)


def inside(text: str) -> list[str]:
    """The cells right of the scale, from the lowest row to the highest."""
    rows = [line for line in Text.from_ansi(text).plain.splitlines() if "│" in line or "┤" in line]
    return [re.split("[│┤]", line, maxsplit=1)[1] for line in rows][::-1]


def heights(text: str) -> list[tuple[int, int, int]]:
    """Of each bar: its first cell, its width, and its height in eighths of a cell."""
    rows = inside(text)
    filled = "".join("x" if cell in EIGHTHS[1:] else " " for cell in rows[0])
    spans = [match.span() for match in re.finditer("x+", filled)]
    return [(begin, end - begin, sum(EIGHTHS.index(row.ljust(end)[begin]) for row in rows)) for begin, end in spans]


@pytest.mark.parametrize(
    "look", [PLAIN, COLOUR, Look(few=True), Look("braille", colour=False), Look("ascii", colour=False)], ids=str
)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("series", [1, 3])
@pytest.mark.parametrize("size", [(20, 6), (48, 14), (120, 40)])
def test_every_chart_fits(kind: Any, series: int, size: tuple[int, int], look: Look) -> None:
    marks = {"marked": 0, "incomplete": frozenset({(0, 11)})}
    text = draw(drawing(kind, series, **marks), *size, look)
    lines = Text.from_ansi(text).plain.splitlines()
    assert lines
    assert len(lines) <= size[1]
    assert max(map(cell_len, lines)) <= size[0]
    if not look.colour:
        assert "\x1b" not in text
    if look.few:
        assert all(int(number) < 16 for number in re.findall(r"[34]8;5;(\d+)", text))
    if look.marker == "ascii":
        assert text.isascii()


def test_too_small_is_nothing() -> None:
    assert draw(drawing(), 8, 2) == ""


@pytest.mark.parametrize("look", [PLAIN, COLOUR], ids=["plain", "colour"])
def test_a_bar_of_twice_the_value_is_twice_as_high_to_an_eighth(look: Look) -> None:
    values = (10.0, 20.0, 40.0, 80.0, 5.0)
    bars = Drawing("bars", tuple("abcde"), (("", values),), COUNT)
    found = heights(draw(bars, 60, 20, look))
    tallest = max(height for _, _, height in found)
    assert len(found) == len(values)
    for value, (_, _, height) in zip(values, found, strict=True):
        assert height == pytest.approx(tallest * value / 80, abs=1)


@pytest.mark.parametrize("kind", ["bars", "histogram"])
@pytest.mark.parametrize("count", [3, 7, 12, 24, 31])
@pytest.mark.parametrize("width", [50, 80, 117])
def test_bars_fill_the_width_evenly(kind: Any, count: int, width: int) -> None:
    """Bars with gaps are equally wide and their gaps nearly so; bars that touch are nearly equally wide."""
    bars = Drawing(kind, tuple(map(str, range(count))), (("", ((5.0, 4.0) * count)[:count]),), COUNT)
    text = draw(bars, width, 12, PLAIN)
    tops = [row.ljust(width) for row in inside(text)]
    room = width - max(line.find("┤") for line in text.splitlines()) - 1
    columns = [sum(EIGHTHS.index(row[at]) for row in tops) for at in range(room)]
    assert columns[0]
    assert columns[-1]
    runs = [(height, len(list(cells))) for height, cells in groupby(columns)]
    assert len([height for height, _ in runs if height]) == count
    wide = {cells for height, cells in runs if height}
    gaps = {cells for height, cells in runs if not height}
    assert max(wide) - min(wide) <= (0 if gaps else 1)
    assert not gaps or max(gaps) - min(gaps) <= 1  # a histogram has none
    assert not (kind == "histogram" and gaps)


@pytest.mark.parametrize("highest", [1.0, 3.0, 2000.0, 4829.0, 351.0, 0.7])
@pytest.mark.parametrize("kind", ["bars", "line", "stacked", "band", "scatter"])
@pytest.mark.parametrize("height", [9, 14, 40])
def test_the_highest_value_lies_below_the_highest_number(kind: Any, highest: float, height: int) -> None:
    values = (("", (highest, highest / 2, highest)),)
    chart = Drawing(kind, ("1", "2", "3"), values, Column("n", "", Unit.NUMBER), at=(1.0, 2.0, 3.0), across=COUNT)
    rows = [line for line in draw(chart, 60, height, PLAIN).splitlines() if "│" in line or "┤" in line]
    number, top = rows[0].split("┤")
    assert float(number.replace(",", "")) >= highest
    assert top.strip() or float(number.replace(",", "")) > highest  # what reaches it reaches the upper edge
    numbers = [float(row.split("┤")[0].replace(",", "")) for row in rows if "┤" in row]
    assert len(numbers) >= 2
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", ["bars", "stacked", "histogram"])
@pytest.mark.parametrize("marked", [None, 3])
def test_bars_stand_on_zero(kind: Any, look: Look, marked: int | None) -> None:
    """The 0 stands beside the line that they stand on; where that is the row of marks, beside it."""
    rows = Text.from_ansi(draw(drawing(kind, marked=marked), 60, 14, look)).plain.splitlines()
    (zero,) = (at for at, row in enumerate(rows) if re.match(r"\s*0\W", row))
    bars = set(look.glyphs.tops + look.glyphs.fills) - {" "}
    assert bars & set(rows[zero - 1])
    assert not bars & set(rows[zero].partition("0")[2].replace("-", ""))


def test_full_cells_have_no_seams_and_stay_blocks() -> None:
    """A font that leaves a cell's edges free would draw a grid over every area; a text of the screen shows blocks."""
    for kind in ("bars", "stacked", "histogram", "lying", "heatmap"):
        text = Text.from_ansi(draw(drawing(kind, 2), 60, 14, COLOUR))
        full = {str(span.style) for span in text.spans if "█" in text.plain[span.start : span.end]}
        assert full
        assert all(" on " in style for style in full)


def test_incomplete_bars_are_hatched_and_starred() -> None:
    lines = draw(drawing(incomplete=frozenset({(0, 11)})), 60, 14, PLAIN).splitlines()
    assert "▒▒▒" in lines[1]
    assert "*" in lines[-4]
    assert lines[-2].split()[-1] == "2024-12"
    assert "* not complete yet" in lines[-1]


def test_the_row_under_the_cursor_is_marked() -> None:
    for kind in ("bars", "line", "histogram", "stacked"):
        lines = draw(drawing(kind, marked=3, across=PERIOD), 80, 16, PLAIN).splitlines()
        marks = next(line for line in lines[1:-1] if "▲" in line)
        below = lines[lines.index(marks) + 1]
        assert below[marks.index("▲")] in "─┬"
        assert 0.2 < marks.index("▲") / 80 < 0.4, "the fourth of twelve places"
        assert "▲ the row" in lines[-1]


def test_axes_have_names_and_units() -> None:
    money = Drawing("bars", MONTHS, (("Revenue", VALUES),), Column("revenue", "", Unit.MONEY), "EUR", across=PERIOD)
    lines = draw(money, 80, 16, PLAIN).splitlines()
    assert lines[0] == "Revenue, EUR"
    assert "→ period" in lines[-1]
    assert "€2 k" in "".join(lines) or "€2,000" in "".join(lines)  # however money of that size is written
    low = draw(money, 80, 8, PLAIN).splitlines()
    assert low[0] != "Revenue, EUR", "a low chart needs its rows for values"


def test_a_trend_says_what_it_is_of_unless_its_row_does() -> None:
    unit = Column("trend", "events in each month", Unit.NUMBER)
    trend = Drawing("bars", MONTHS, (("", VALUES),), unit)
    assert draw(trend, 80, 16, PLAIN).splitlines()[0] == "events in each month"
    assert draw(trend, 16, 16, PLAIN).splitlines()[0] == "events in each…", "no wider than the chart"
    of_measures = replace(trend, unit=replace(unit, averages=("measure", ("AOV",))))
    assert "events in each month" not in draw(of_measures, 80, 16, PLAIN)


def test_bars_on_top_of_each_other_add_up() -> None:
    parts = (("new", (1.0, 2.0)), ("returning", (3.0, 2.0)))
    stacked = Drawing("stacked", ("a", "b"), parts, COUNT)
    text = draw(stacked, 30, 14, PLAIN)
    first = "".join(row[0] for row in inside(text))
    assert first.count("▒") == pytest.approx(3 * first.count("█"), abs=2)
    assert "█ new  ▒ returning" in text
    coloured = Text.from_ansi(draw(stacked, 30, 14, COLOUR))
    used = {str(span.style) for span in coloured.spans}
    assert {f"color({PALETTE[at]}) on color({PALETTE[at]})" for at in (0, 1)} <= used


def test_what_shares_a_cell_on_a_stack_shows_both_colours() -> None:
    parts = (("new", (3.0,)), ("returning", (4.0,)))
    text = Text.from_ansi(draw(Drawing("stacked", ("a",), parts, COUNT), 30, 14, COLOUR))
    assert any(f"color({PALETTE[0]}) on color({PALETTE[1]})" in str(span.style) for span in text.spans)


def test_a_histogram_with_more_bars_than_cells_adds_neighbours_up() -> None:
    values = (("n", tuple(1.0 for _ in range(100))),)
    many = Drawing("histogram", tuple(map(str, range(100))), values, COUNT)
    text = draw(many, 40, 10, PLAIN)
    assert "4┤" in text
    assert text.splitlines()[-1].split()[0] == "0"


def test_lying_bars_name_and_number_every_bar_and_negative_ones_go_the_other_way() -> None:
    factors = Drawing(
        "lying", ("Customers", "Refunds"), (("", (12_000.0, -6_000.0)),), Column("n", "", Unit.MONEY), "EUR", marked=1
    )
    first, second = draw(factors, 60, 8, PLAIN).splitlines()
    assert first.split()[0] == "Customers"
    assert first.endswith("€12,000")
    assert second.startswith("▸Refunds")
    assert second.endswith("-€6,000")
    assert second.index("█") < first.index("█")
    assert first.count("█") == pytest.approx(2 * second.count("█"), abs=1)


def test_names_in_chinese_take_two_cells_and_bars_stay_aligned() -> None:
    named = ("客户忠诚", "loyal", "新")
    bars = Drawing("lying", named, (("", (10.0, 10.0, 10.0)),), COUNT)
    lines = draw(bars, 50, 5, PLAIN).splitlines()
    assert len({cell_len(line[: line.index("█")]) for line in lines}) == 1
    upright = Drawing("bars", ("客户", "会员", "新"), (("", (1.0, 2.0, 3.0)),), COUNT)
    lines = draw(upright, 60, 10, PLAIN).splitlines()
    assert max(map(cell_len, lines)) <= 60
    assert {"客户", "会员", "新"} <= set(lines[-1].split())


def test_more_lying_bars_than_lines_shows_those_around_the_cursor() -> None:
    names = tuple(f"name {at:02}" for at in range(30))
    bars = Drawing("lying", names, (("", tuple(map(float, range(1, 31)))),), COUNT, marked=20)
    lines = draw(bars, 60, 5, PLAIN).splitlines()
    assert len(lines) == 5
    assert any(line.startswith("▸name 20") for line in lines)


def test_a_funnel_shows_what_got_on_and_what_was_lost() -> None:
    steps = Drawing("funnel", ("visit", "cart", "purchase"), (("", (4000.0, 1000.0, 500.0)),), COUNT)
    first, second, third, key = draw(steps, 70, 6, PLAIN).splitlines()
    assert first.endswith("4,000")
    assert second.endswith("1,000  -3,000 (75 %), most lost")
    assert third.endswith("500  -500 (50 %)")
    assert cell_len(first[: first.rindex("█") + 1]) == cell_len(second[: second.rindex("░") + 1])
    assert "lost since the step before" in key


def test_a_narrow_funnel_keeps_what_matters_most() -> None:
    names = tuple(f"page_view[page={name}]" for name in ("home", "product", "cart"))
    steps = Drawing("funnel", names, (("", (4000.0, 3990.0, 500.0)),), COUNT)
    first, second, third, key = draw(steps, 48, 6, PLAIN).splitlines()
    assert first.endswith("4,000")
    assert second.endswith("3,990  -0.2 %")
    assert third.endswith("500  -87 % !")
    assert key == "░ lost since the step before, %  ! most"
    # Names that begin alike are cut in the middle, and told apart still.
    assert all(line[1:20].strip().endswith("]") and "…" in line[:20] for line in (first, second))
    assert max(map(cell_len, (first, second, third, key))) <= 48


def test_shares_of_two_funnels_tell_no_numbers_of_customers() -> None:
    share = Column("rate", "", Unit.SHARE)
    two = Drawing("funnel", ("visit", "cart"), (("Rate", (1.0, 0.6)), ("Rate of loyal", (1.0, 0.9))), share)
    *_, third, fourth, key = draw(two, 76, 6, PLAIN).splitlines()
    assert third.endswith("60.0 %  -40 %, most lost")
    assert fourth.endswith("90.0 %  -10 %, most lost")
    assert "Rate of loyal" in key


def test_ranges_hold_their_value_between_their_ends() -> None:
    effects = Drawing(
        "ranges", ("a", "b"), (("", (1.0, 3.0)),), Column("lift", "", Unit.NUMBER), spans=(((0.0, 1.0), (2.0, 5.0)),)
    )
    first, second, *_ = draw(effects, 50, 6, PLAIN).splitlines()
    for line in (first, second):
        row = line.split("┤", 1)[1]
        assert row.index("├") < row.index("●") < row.index("┤")
    assert first.index("├") < second.index("├")


def test_one_curve_is_fine_and_several_have_a_sign_or_a_colour_each() -> None:
    curve = draw(falling((1.0, 0.8, 0.5, 0.5)), 50, 12, PLAIN)
    assert {"▄", "▀"} & set("".join(inside(curve)))
    two = falling((1.0, 0.8, 0.5, 0.4), (1.0, 0.6, 0.2, 0.1))
    plain = draw(two, 50, 12, PLAIN)
    assert "● group 0  ○ group 1" in plain
    assert plain.count("○") > 5
    coloured = Text.from_ansi(draw(two, 50, 12, COLOUR))
    assert {f"color({colour})" for colour in PALETTE[:2]} <= {str(span.style) for span in coloured.spans}
    assert "○" not in coloured.plain
    days = curve.splitlines()[-2].split()
    assert (days[0], days[-2]) == ("0", "30")


def test_a_gap_in_a_line_stays_a_gap() -> None:
    line = Drawing("line", ("a", "b", "c", "d", "e"), (("", (5.0, 5.0, None, 5.0, 5.0)),), COUNT)
    top = next(row for row in inside(draw(line, 44, 8, PLAIN))[::-1] if row.strip())
    assert " " in top.strip()


def test_shades_are_told_and_a_cohorts_first_cell_does_not_pale_the_others() -> None:
    rows = tuple((f"2024-0{at}", (1.0, 0.4, 0.25, 0.15, 0.05)) for at in range(1, 6))
    heat = Drawing("heatmap", tuple("01234"), rows, Column("rate", "", Unit.SHARE), incomplete=frozenset({(4, 3)}))
    text = draw(heat, 70, 7, PLAIN)
    assert {"░", "▒", "▓", "█"} <= set(text.splitlines()[0])
    assert "▒▒ 10 %+" in text
    assert "*" in text.splitlines()[4]
    assert "*" not in text.splitlines()[3]
    coloured = Text.from_ansi(draw(heat, 70, 7, COLOUR))
    assert len({str(span.style) for span in coloured.spans if span.end - span.start > 2}) >= 4


def test_nothing_and_not_known_look_different_in_a_heat_map() -> None:
    heat = Drawing("heatmap", ("0", "1", "2"), (("Mon", (0.0, None, 5.0)),), COUNT)
    line = draw(heat, 40, 5, PLAIN).splitlines()[0]
    assert "·" in line
    assert "   " in line


def test_a_segment_keeps_its_colour_wherever_it_stands() -> None:
    both = Drawing("stacked", ("a",), (("loyal", (1.0,)), ("lost", (2.0,))), COUNT, colours=(1, 5))
    alone = replace(both, series=both.series[1:], colours=(5,))
    for chart in (both, alone):
        used = {str(span.style) for span in Text.from_ansi(draw(chart, 30, 10, COLOUR)).spans}
        assert any(f"color({PALETTE[5]})" in style for style in used)
    tinted = Drawing("lying", ("loyal", "lost"), (("", (1.0, 2.0)),), COUNT, tints=(1, 5))
    used = {str(span.style) for span in Text.from_ansi(draw(tinted, 30, 4, COLOUR)).spans}
    assert {f"color({PALETTE[at]}) on color({PALETTE[at]})" for at in (1, 5)} <= used


@pytest.mark.parametrize(("low", "high"), [(0, 7), (0, 4995), (-3, 8), (0, 0.0004), (0, 1), (-5, -1)])
def test_the_scale_has_round_numbers_that_hold_everything(low: float, high: float) -> None:
    ticks = ticks_of(low, high, 5, whole=False)
    assert ticks[0] <= low + 1e-9
    assert ticks[-1] >= high - 1e-9
    assert 2 <= len(ticks) <= 7


def test_values_of_nothing_but_zero_are_drawn() -> None:
    zeros = replace(drawing(), series=(("", tuple(0.0 for _ in MONTHS)),))
    assert draw(zeros, 60, 10)


def test_bars_below_zero_hang_from_it() -> None:
    net = Drawing("bars", ("a", "b", "c"), (("", (5.0, -5.0, 2.5)),), Column("net", "", Unit.MONEY), "EUR")
    rows = inside(draw(net, 50, 12, PLAIN))
    columns = [
        "".join("x" if row[at : at + 1] in EIGHTHS[1:] and row[at : at + 1] else " " for row in rows)
        for at in range(40)
    ]
    up, down, half = list(dict.fromkeys(column for column in columns if "x" in column))
    assert up.count("x") == down.count("x") == 2 * half.count("x")
    assert up.index("x") == half.index("x") == down.rindex("x") + 1


def test_ascii_needs_nothing_of_the_font() -> None:
    text = draw(drawing("bars", marked=2, across=PERIOD), 60, 14, Look("ascii", colour=False))
    assert text.isascii()
    assert not set(text) & set(FRAME)


def test_charts_drawn_together_do_not_mix() -> None:
    """plotext has one figure a process; what is drawn in threads is what is drawn alone."""
    many = [drawing(kind, 1, marked=1) for kind in KINDS] * 2
    alone = [draw(each, 60, 14, COLOUR) for each in many]
    together: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda at=at, each=each: together.update({at: draw(each, 60, 14, COLOUR)}))
        for at, each in enumerate(many)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[at] for at in range(len(many))] == alone


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_costs_few_bytes(kind: Any) -> None:
    assert len(draw(drawing(kind, 3, across=PERIOD), 76, 14, COLOUR).encode()) < 6_000


def test_a_band_has_a_gap_where_its_ends_are_not_known() -> None:
    lows, highs = (1.0, 1.0, None, 1.0, 1.0), (3.0, 3.0, None, 3.0, 3.0)
    chart = Drawing("band", tuple("abcde"), (("", (2.0, 2.0, None, 2.0, 2.0)),), COUNT, spans=((lows, highs),))
    top = inside(draw(chart, 60, 12, PLAIN))[-1]
    assert re.fullmatch("░+ {10,}░+", top.rstrip())

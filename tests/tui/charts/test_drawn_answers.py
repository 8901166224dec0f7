"""What is drawn of real answers: their columns, series, labels and the row under the cursor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.text import Text

from queries import catalogue
from queries.question.comparison import Comparison
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Session
from tui.charts.draw import draw
from tui.charts.drawn import drawing_of
from tui.charts.look import Look
from tui.charts.names import chart_title
from tui.panes.question_list import askable
from tui.text.colours import MARKED

if TYPE_CHECKING:
    from pathlib import Path

    from queries.answering.runner import Runner


ASKED = {"effect": {"segment": "sex=female", "start": "2024-04-06", "end": "2024-06-30"}}
"""What has to be named for an answer."""


@pytest.fixture(scope="module")
def runner(shop: Path) -> Runner:
    session = Session([shop])
    session.look()
    return session.load()


def test_every_question_with_a_chart_draws_one(runner: Runner) -> None:
    for metric in filter(askable, catalogue.metrics()):
        if metric.chart is None or not all(map(runner.log.has, metric.needs)):
            continue
        result = runner.answer(Question.of(metric.id, **ASKED.get(metric.id, {})))
        if result.frame.is_empty():  # too few customers for a model
            continue
        every = [(row, drawing_of(result, row)) for row in result.frame.head(5).to_dicts()]
        row, drawing = next(((row, drawn) for row, drawn in every if drawn), (None, None))  # nobody has no trend
        assert drawing is not None, metric.id
        assert chart_title(result, row, drawing) != "Chart"
        for size in ((48, 9), (110, 30)):
            assert draw(drawing, *size), metric.id


@pytest.mark.parametrize(("metric", "measure"), [("retention", "rate"), ("cohort_revenue", "per_customer")])
def test_the_cohort_under_the_cursor_is_drawn_against_all(runner: Runner, metric: str, measure: str) -> None:
    result = runner.answer(Question.of(metric))
    row = result.frame.row(-2, named=True)
    drawing = drawing_of(result, row)
    assert drawing is not None
    assert drawing.kind == "line"
    (name, own), (everyone, overall) = drawing.series
    assert name == f"{row['cohort']:%Y-%m}"
    cohort = result.frame.filter(result.frame["cohort"] == row["cohort"]).sort("interval")
    first = int(drawing.at[0])
    assert first == (1 if metric == "retention" else 0)  # that everybody is there at first would flatten the rest
    assert [value for value in own if value is not None] == pytest.approx(cohort[measure].to_list()[first:])
    assert list(overall) == pytest.approx(result.parts["overall"][1][measure].to_list()[first:])
    assert drawing.marked == row["interval"] - first
    assert len(drawing.incomplete) == cohort[first:].filter(~cohort[first:]["complete"]).height
    lines = draw(drawing, 60, 14).splitlines()
    below = "\n".join(lines[-2:])
    assert all(words in below for words in (name, everyone, "months after the first", "▲ the cell"))
    unit = "%" if metric == "retention" else str(result.currency)
    assert lines[0].endswith(unit)
    assert chart_title(result, row, drawing).endswith(f"of {name} and {everyone}")


def test_without_a_row_the_curve_of_all_is_drawn(runner: Runner) -> None:
    drawing = drawing_of(runner.answer(Question.of("retention")), None)
    assert drawing is not None
    assert len(drawing.series) == 1
    assert drawing.marked is None


def test_a_split_cohort_is_drawn_with_its_value(runner: Runner) -> None:
    result = runner.answer(Question.of("retention", split="channel"))
    row = result.frame.row(0, named=True)
    drawing = drawing_of(result, row)
    assert drawing is not None
    assert row["channel"] in drawing.series[0][0]
    own = result.frame.filter((result.frame["cohort"] == row["cohort"]) & (result.frame["channel"] == row["channel"]))
    assert [v for v in drawing.series[0][1] if v is not None] == pytest.approx(
        own.sort("interval")["rate"].to_list()[1:]
    )


def test_a_compared_cohort_is_drawn_beside_what_it_is_compared_with(runner: Runner) -> None:
    result = runner.answer(Question.of("retention", compare=Comparison.parse("rfm=loyal")))
    drawing = drawing_of(result, result.frame.row(0, named=True))
    assert drawing is not None
    assert len(drawing.series) == 3
    assert "loyal" in drawing.series[1][0]


@pytest.mark.parametrize(("metric", "key", "across"), [("migration", "from", "to"), ("cross", "rfm", "channel")])
def test_of_a_matrix_that_is_shaded_the_row_is_drawn(runner: Runner, metric: str, key: str, across: str) -> None:
    more = {"rows": "rfm", "columns": "channel"} if metric == "cross" else {}
    result = runner.answer(Question.of(metric, **more))
    row = result.frame.row(-1, named=True)
    drawing = drawing_of(result, row)
    assert drawing is not None
    assert drawing.kind == "lying"
    own = result.frame.filter(result.frame[key] == row[key])
    assert list(drawing.labels) == own[across].to_list()
    assert drawing.marked == own.height - 1
    assert row[key] in chart_title(result, row, drawing)


def test_a_split_is_drawn_as_series_in_the_order_of_its_numbers(runner: Runner) -> None:
    result = runner.answer(Question.of("distribution", split="channel"))
    drawing = drawing_of(result, None)
    assert drawing is not None
    numbers = [int(label.replace(",", "")) for label in drawing.labels]
    assert numbers == sorted(numbers)
    assert 2 <= len(drawing.series) <= 5
    assert len(drawing.series) + drawing.left_out == result.frame["channel"].n_unique()


def test_survival_begins_with_everybody(runner: Runner) -> None:
    result = runner.answer(Question.of("survival", groups="rfm"))
    drawing = drawing_of(result, None)
    assert drawing is not None
    assert drawing.at[0] == 0
    assert all(values[0] == 1.0 for _, values in drawing.series)


def test_a_compared_answer_is_drawn_beside_what_it_was(runner: Runner) -> None:
    from datetime import date

    scope = Scope(since=date(2024, 7, 1), until=date(2024, 12, 31), grain=Grain.MONTH)
    result = runner.answer(Question.of("frequency", scope, compare=Comparison("before")))
    drawing = drawing_of(result, None)
    assert drawing is not None
    assert [name for name, _ in drawing.series] == ["Interactions", "Interactions before"]


def test_two_funnels_are_drawn_by_their_shares(runner: Runner) -> None:
    alone = drawing_of(runner.answer(Question.of("funnel")), None)
    assert alone is not None
    assert [name for name, _ in alone.series] == ["Customers"]
    assert alone.labels[0].startswith("1 ")
    beside = drawing_of(runner.answer(Question.of("funnel", compare=Comparison.parse("rfm=loyal"))), None)
    assert beside is not None
    assert [name for name, _ in beside.series] == ["Rate", "Rate of loyal"]
    assert [values[0] for _, values in beside.series] == [1.0, 1.0]


def test_points_lie_where_their_numbers_are_and_that_of_the_row_is_named(runner: Runner) -> None:
    result = runner.answer(Question.of("matrix"))
    row = result.frame.row(1, named=True)
    drawing = drawing_of(result, row)
    assert drawing is not None
    assert sorted(drawing.at) == sorted(result.frame["reach"].to_list())
    text = Text.from_ansi(draw(drawing, 60, 14))
    assert "20 %" in text.plain
    assert row["event"] in text.plain.splitlines()[-1]
    marked = drawn_cells(draw(drawing, 60, 14, Look()), f"color({MARKED})")
    assert marked.count("●") == 1


def drawn_cells(text: str, style: str) -> str:
    """What is drawn in a style."""
    words = Text.from_ansi(text)
    return "".join(words.plain[span.start : span.end] for span in words.spans if str(span.style) == style)


def test_names_of_several_keys_name_each_bar(runner: Runner) -> None:
    result = runner.answer(Question.of("quality"))
    drawing = drawing_of(result, result.frame.row(0, named=True))
    assert drawing is not None
    assert drawing.kind == "lying"
    assert drawing.marked == 0
    assert len(set(drawing.labels)) == len(drawing.labels) == result.frame.height


def test_a_profile_draws_the_attribute_under_the_cursor(runner: Runner) -> None:
    result = runner.answer(Question.of("profile", segment="rfm=loyal", about="events"))
    for row in result.frame.unique("attribute", maintain_order=True).to_dicts():
        drawing = drawing_of(result, row)
        assert drawing is not None
        own = result.frame.filter(result.frame["attribute"] == row["attribute"])
        assert drawing.labels == tuple(own["value"])
        assert drawing.marked == 0
    first = drawing_of(result, None)
    assert first is not None
    assert first.labels[0] == result.frame["value"][0]


def test_a_heat_map_stays_where_the_table_is_another(runner: Runner) -> None:
    result = runner.answer(Question.of("rhythm"))
    drawing = drawing_of(result, result.frame.row(-1, named=True))
    assert drawing is not None
    assert drawing.kind == "heatmap"
    assert [name for name, _ in drawing.series] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert drawing.marked == 6
    assert "→ hour" in draw(drawing, 60, 12).splitlines()[-1]


def test_kinds_of_chart_to_come_are_drawn_from_their_declaration(runner: Runner) -> None:
    """A declaration alone decides: the same answer as points, as a funnel, with intervals, with a band."""
    result = runner.answer(Question.of("survival"))
    curve = result.metric.chart
    assert curve is not None
    columns = {column.name for column in result.table(curve.part)[0]}
    assert {"low", "high"} <= columns
    for kind in ("scatter", "funnel", "ranges", "band"):
        chart = replace(curve, kind=kind, low="low", high="high")
        drawing = drawing_of(replace(result, metric=replace(result.metric, chart=chart)), None)
        assert drawing is not None
        assert drawing.kind == kind
        assert len(drawing.spans) == len(drawing.series) == 1
        assert draw(drawing, 80, 20)


def test_segments_have_one_colour_whichever_of_them_are_drawn(runner: Runner) -> None:
    colours = {}
    for segments in ((), ("web",)):
        result = runner.answer(Question.of("frequency", Scope(channels=segments), split="channel"))
        drawing = drawing_of(result, None)
        assert drawing is not None
        for at, (name, _) in enumerate(drawing.series):
            colours.setdefault(name, set()).add(drawing.colour(at))
    assert colours["web"] == {runner.log.channels.index("web")}
    assert all(len(places) == 1 for places in colours.values())

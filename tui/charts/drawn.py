"""What is to be drawn of a result and the row under the cursor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Unit
from queries.catalogue.shared import PERIOD
from queries.formats.dates import period_label
from tui.charts.curves import curves
from tui.charts.drawing import Drawing
from tui.charts.heatmap import heatmap
from tui.charts.series import over, with_before
from tui.charts.values import number
from tui.text.colours import places
from tui.text.formats import unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.answering.result import Result


def drawing_of(result: Result, row: Mapping[str, Any] | None) -> Drawing | None:
    """What to draw for an answer and the row under the cursor; None where nothing can be drawn."""
    chart = result.metric.chart
    if chart is None or chart.kind == "trend" or (chart.part and chart.part not in result.parts):
        return _trend(result, row)
    if chart.beside and result.question.compare:
        chart = replace(chart, y=(chart.beside,))
    columns, frame = result.table(chart.part)
    described = {column.name: column for column in columns}
    present = [name for name in chart.y if name in described]
    if not present or chart.x not in described or frame.is_empty():
        return _trend(result, row)
    under = None if chart.part else row
    if chart.within:
        frame = _alike(frame, [name for name in chart.within if name in described], under)
        described = {name: column for name, column in described.items() if name not in chart.within}
    drawing: Drawing | None
    if chart.kind == "curves":
        drawing = curves(result, chart, described, frame, under)
    elif chart.kind == "heatmap" and chart.series in described:
        drawing = heatmap(result, chart, described, frame, under)
    else:
        drawing = over(result, chart, described, frame, with_before(result, present, described), under)
    return drawing if drawing and not drawing.empty else None


def _alike(frame: pl.DataFrame, names: Sequence[str], row: Mapping[str, Any] | None) -> pl.DataFrame:
    """The rows that are as the row under the cursor in some columns; without one, as the first row."""
    like = row if row and all(name in row for name in names) else frame.row(0, named=True)
    return frame.filter(pl.col(name).eq_missing(pl.lit(like[name])) for name in names)


def _trend(result: Result, row: Mapping[str, Any] | None) -> Drawing | None:
    """The trend of the row under the cursor, its last value under today's period."""
    column = next((column for column in result.columns if column.unit is Unit.TREND), None)
    if column is None or row is None or not row.get(column.name):
        return None
    values = tuple(number(value) for value in row[column.name])
    count = len(values)
    labels = _periods(result, count)
    holder = next((entry.unit_column for entry in result.columns if entry.unit_column), None)
    unit = replace(column, unit=unit_of(replace(column, unit=Unit.NUMBER, unit_column=holder), row), unit_column=None)
    name = column.heading if column.heading != "Trend" else ""
    colours = _colours(result, row)
    return Drawing("bars", labels, ((name, values),), unit, result.currency, across=PERIOD, colours=colours)


def _colours(result: Result, row: Mapping[str, Any]) -> tuple[int, ...]:
    """The place in the palette of the segment, channel or kind that a row is about; nothing of other rows."""
    keys = (column.name for column in result.columns if column.key and column.name in result.groups)
    named = (places(result.groups, name).get(str(row.get(name))) for name in keys)
    return tuple(place for place in named if place is not None)[:1]


def _periods(result: Result, count: int) -> tuple[str, ...]:
    """What the values of a trend are of: the last complete periods, else how long ago they were."""
    days, grain = result.scope.get("trend") or (), str(result.scope.get("trend_grain") or "day")
    if len(days) == count:
        return tuple(period_label(date.fromisoformat(day), grain) for day in days)
    return tuple("last" if at == count - 1 else f"-{count - 1 - at}" for at in range(count))

"""What is to be drawn of a result, taken from the declaration of its metric; `tui.drawing` draws it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from queries.metric import Chart, Column, Unit
from tui.drawing import Drawing, Kind
from tui.formats import cell, period_label, safe, unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from queries.result import Result

MOST_SERIES = 5
MOST_POINTS = 400


def drawing_of(result: Result, row: Mapping[str, Any] | None) -> Drawing | None:
    """What to draw for an answer and the row under the cursor; None where nothing can be drawn."""
    chart = result.metric.chart
    if chart is None or chart.kind == "trend":
        return _trend(result, row)
    columns, frame = result.table(chart.part) if chart.part in result.parts or not chart.part else ((), None)
    described = {column.name: column for column in columns}
    present = [name for name in chart.y if name in described]
    if frame is None or not present or chart.x not in described or frame.is_empty():
        return _trend(result, row)
    if chart.kind == "heatmap" and chart.series in described:
        return _heatmap(result, chart, described, frame)
    drawing = _grouped(result, chart, described, frame, present)
    return drawing if drawing and not drawing.empty else None


def row_name(result: Result, row: Mapping[str, Any] | None) -> str:
    """What a row is called: its key columns."""
    if row is None:
        return ""
    grain = str(result.scope.get("grain", "")) or None
    keys = [column for column in result.columns if column.key and row.get(column.name) is not None]
    return " · ".join(cell(row[column.name], column, row=row, currency=result.currency, grain=grain) for column in keys)


def _trend(result: Result, row: Mapping[str, Any] | None) -> Drawing | None:
    """The trend of the row under the cursor, its last value under today's period."""
    column = next((column for column in result.columns if column.unit is Unit.TREND), None)
    if column is None or row is None or not row.get(column.name):
        return None
    values = tuple(_number(value) for value in row[column.name])
    count = len(values)
    labels = tuple("last" if at == count - 1 else f"-{count - 1 - at}" for at in range(count))
    holder = next((entry.unit_column for entry in result.columns if entry.unit_column), None)
    unit = replace(column, unit=unit_of(replace(column, unit=Unit.NUMBER, unit_column=holder), row), unit_column=None)
    name = column.heading if column.heading != "Trend" else ""
    return Drawing("bars", labels, ((name, values),), unit, result.currency)


def _grouped(
    result: Result, chart: Chart, columns: Mapping[str, Column], frame: pl.DataFrame, present: Sequence[str]
) -> Drawing | None:
    """The values over x: one series a column, or one a value of the series column."""
    kind: Kind = {"stacked": "stacked", "line": "line", "steps": "line"}.get(chart.kind, "bars")  # type: ignore[assignment]
    grain = str(result.scope.get("grain", "")) or None
    rows = frame.head(50_000).to_dicts()
    places = list(dict.fromkeys(row[chart.x] for row in rows))
    if len(places) > MOST_POINTS:
        places = places[:: -(-len(places) // MOST_POINTS)]
    split = chart.series if chart.series in columns else _split_column(columns, chart)
    found: dict[str, dict[Any, float | None]] = {}
    for row in rows:
        for name in present:
            key = safe(row[split]) if split else columns[name].heading
            found.setdefault(key, {})[row[chart.x]] = _number(row[name])
    largest = sorted(found, key=lambda key: -sum(value or 0 for value in found[key].values()))[:MOST_SERIES]
    series = tuple((key, tuple(found[key].get(place) for place in places)) for key in found if key in largest)
    labels = tuple(_label(place, columns[chart.x], grain) for place in places)
    return Drawing(kind, labels, series, columns[present[0]], result.currency) if series else None


def _split_column(columns: Mapping[str, Column], chart: Chart) -> str | None:
    """The dimension an answer was split by: a key column that is not x."""
    return next((name for name, column in columns.items() if column.key and name != chart.x), None)


def _heatmap(result: Result, chart: Chart, columns: Mapping[str, Column], frame: pl.DataFrame) -> Drawing:
    """`y` over `x`, one line a value of the series column."""
    rows = frame.head(50_000).to_dicts()
    grain = str(result.scope.get("grain", "")) or None
    across = sorted({row[chart.x] for row in rows if row[chart.x] is not None})
    series: dict[Any, dict[Any, float | None]] = {}
    for row in rows:
        series.setdefault(row[chart.series or ""], {})[row[chart.x]] = _number(row[chart.y[0]])
    lines = tuple(
        (_label(name, columns[chart.series or ""], grain), tuple(values.get(place) for place in across))
        for name, values in series.items()
    )
    labels = tuple(_label(place, columns[chart.x], grain) for place in across)
    return Drawing("heatmap", labels, lines, columns[chart.y[0]], result.currency)


def _label(value: Any, column: Column, grain: str | None) -> str:
    """A name along the bottom."""
    if hasattr(value, "isoformat") and not hasattr(value, "hour") and grain:
        return period_label(value, grain)
    return cell(value, column)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and value == value else None


def chart_title(result: Result, row: Mapping[str, Any] | None, drawing: Drawing | None) -> str:
    """What the chart is about: the row where the chart is the row's, else the answer with the row named."""
    name = row_name(result, row)
    chart = result.metric.chart
    if drawing is None:
        return "Chart"
    about = drawing.unit.heading
    if chart is None or chart.kind == "trend" or drawing.unit.name in ("trend",):
        return f"{about} of {name}" if name else about
    return f"{about} · {name}" if name else about

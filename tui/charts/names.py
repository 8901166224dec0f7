"""What a row, a place along the bottom and a chart are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries.catalogue import Chart, Column, Unit
from queries.wording import say
from tui.text.formats import cell, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.answering.result import Result
    from tui.charts.drawing import Drawing

IN_NUMBERS = (Unit.COUNT, Unit.NUMBER, Unit.DAYS)
LONGEST = 40


def label(value: Any, column: Column, result: Result) -> str:
    """A name along the bottom; a date by the period that it begins."""
    return cell(value, column, grain=_grain(result))


def row_name(result: Result, row: Mapping[str, Any] | None) -> str:
    """What a row is called: its key columns, numbers with what they count."""
    if row is None:
        return ""
    keys = [column for column in result.columns if column.key and row.get(column.name) is not None]
    return " · ".join(_named(result, column, row) for column in keys)


def chart_title(result: Result, row: Mapping[str, Any] | None, drawing: Drawing | None) -> str:
    """What the chart is about: the row where the chart is the row's, else what is drawn, over what."""
    if drawing is None:
        return "Chart"
    about, chart = safe(drawing.unit.heading), result.metric.chart
    if chart is None or drawing.unit.name == "trend":
        name = row_name(result, row)
        return say("{about} of {name}", about=about, name=name) if name else about
    columns = {column.name: column for column in result.table(chart.part)[0]}
    if chart.x not in columns:
        return about
    if chart.kind == "curves":
        return say("{about} of {name}", about=about, name=_listed(name for name, _ in drawing.series))
    if chart.within:
        like = row if row and chart.part is None else result.table(chart.part)[1].row(0, named=True)
        within = [label(like[name], columns[name], result) for name in chart.within if name in columns]
        about = say("{about} of {name}", about=about, name=" · ".join(within)) if within else about
    several = _several(chart, columns) and ", ".join(name for name, _ in drawing.series)
    said = several if several and len(several) <= LONGEST else about
    whose = say(" and {columns}", columns=_lower(columns[chart.series])) if chart.series in columns else ""
    return say("{said} by {columns}{whose}", said=said, columns=_lower(columns[chart.x]), whose=whose)


def _listed(names: Iterable[str]) -> str:
    return say(" and ").join(names)


def _several(chart: Chart, columns: Mapping[str, Column]) -> bool:
    """Whether the series of a chart are columns of their own."""
    return len([name for name in chart.y if name in columns]) > 1 and not chart.series


def _named(result: Result, column: Column, row: Mapping[str, Any]) -> str:
    text = cell(row[column.name], column, row=row, currency=result.currency, grain=_grain(result))
    return f"{_lower(column)} {text}" if column.unit in IN_NUMBERS else text


def _lower(column: Column) -> str:
    """A heading within a line; what begins with more than one capital or a sign (P(alive), AOV) stays."""
    heading = column.heading
    return safe(heading.lower() if heading[1:2].islower() else heading)


def _grain(result: Result) -> str | None:
    return str(result.scope.get("grain") or "") or None

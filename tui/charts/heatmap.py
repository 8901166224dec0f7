"""A heat map of an answer: one measure over two dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.charts.drawing import Drawing
from tui.charts.names import label
from tui.charts.values import MOST_ROWS, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from queries.answering.result import Result
    from queries.catalogue import Chart, Column


def heatmap(
    result: Result, chart: Chart, columns: Mapping[str, Column], frame: pl.DataFrame, under: Mapping[str, Any] | None
) -> Drawing:
    """`y` over `x`, one line a value of the series column; a split has lines for each of its values."""
    rows = frame.head(MOST_ROWS).to_dicts()
    named = [name for name, c in columns.items() if c.key and name not in (chart.x, chart.series)][:1]
    named += [chart.series] if chart.series else []
    lines: dict[tuple[Any, ...], dict[Any, Mapping[str, Any]]] = {}
    for row in rows:
        lines.setdefault(tuple(row[name] for name in named), {})[row[chart.x]] = row
    found = dict.fromkeys(row[chart.x] for row in rows if row[chart.x] is not None)
    across = list(found) if any(isinstance(place, str) for place in found) else sorted(found)
    cells = [[line.get(place, {}) for place in across] for line in lines.values()]
    titles = [
        " ".join(label(value, columns[n], result) for value, n in zip(line, named, strict=True)) for line in lines
    ]
    marked = tuple(under.get(name) for name in named) if under else None
    return Drawing(
        "heatmap",
        tuple(label(place, columns[chart.x], result) for place in across),
        tuple((title, tuple(number(c.get(chart.y[0])) for c in row)) for title, row in zip(titles, cells, strict=True)),
        columns[chart.y[0]],
        result.currency,
        across=columns[chart.x],
        incomplete=frozenset(
            (line, at) for line, row in enumerate(cells) for at, c in enumerate(row) if c.get("complete") is False
        ),
        marked=list(lines).index(marked) if marked in lines else None,
    )

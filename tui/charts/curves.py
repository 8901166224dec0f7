"""The row's own curve beside that of all: what a matrix of curves, shaded in the table, does not show."""

from __future__ import annotations

from dataclasses import replace
from numbers import Number
from typing import TYPE_CHECKING, Any

from queries.catalogue import Unit
from queries.wording import mark, say
from tui.charts.drawing import Drawing
from tui.charts.names import label
from tui.charts.series import with_before
from tui.charts.values import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from queries.answering.result import Result
    from queries.catalogue import Chart, Column

    Cells = dict[Any, Mapping[str, Any]]

AFTER = {
    "day": mark("days after the first"),
    "week": mark("weeks after the first"),
    "month": mark("months after the first"),
    "quarter": mark("quarters after the first"),
    "year": mark("years after the first"),
}
"""What a number of periods along the bottom is called."""


def curves(
    result: Result, chart: Chart, columns: Mapping[str, Column], frame: pl.DataFrame, under: Mapping[str, Any] | None
) -> Drawing | None:
    """`y` over `x`: of the row under the cursor, where there is one, and of the part that has it over all.

    The first place is left out where everybody is there in all of them: it would flatten the rest.
    """
    x, y = chart.x, chart.y[0]
    part = chart.against or ""
    whole = result.parts[part][1] if part in result.parts else frame.clear()
    overall: Cells = {row[x]: row for row in whole.to_dicts()}
    keys = [name for name, column in columns.items() if column.key and name != x]
    alike = [row for row in frame.to_dicts() if under and all(row[name] == under.get(name) for name in keys)]
    own: Cells = {row[x]: row for row in alike}
    measured = [(name, own) for name in with_before(result, [y], columns)] if own else []
    lines = [(name, cells) for name, cells in (*measured, (y, overall)) if cells]
    places = list(dict.fromkeys(place for _, cells in lines for place in cells))
    if columns[y].unit is Unit.SHARE and all(cells.get(p, {}).get(n) == 1.0 for n, cells in lines for p in places[:1]):
        places = places[1:]
    if not places:
        return None
    numbers = all(isinstance(place, Number) for place in places)
    whose = " · ".join(label(value, columns[name], result) for name in keys if (value := (under or {}).get(name)))
    titles = [whose if name == y else columns[name].heading for name, _ in measured]
    titles += [say("all, by size")] * bool(overall)
    here = under.get(x) if under else None
    return Drawing(
        "line",
        tuple(label(place, columns[x], result) for place in places),
        tuple((title, _values(cells, name, places)) for title, (name, cells) in zip(titles, lines, strict=True)),
        columns[y],
        result.currency,
        at=tuple(float(place) for place in places) if numbers else (),
        across=replace(columns[x], title=_after(result)) if numbers else columns[x],
        incomplete=frozenset(
            (line, at)
            for line, (_, cells) in enumerate(measured)
            for at, place in enumerate(places)
            if cells.get(place, {}).get("complete") is False
        ),
        marked=places.index(here) if here in places else None,
        pointed=say("the cell"),
    )


def _values(cells: Cells, name: str, places: Sequence[Any]) -> tuple[float | None, ...]:
    return tuple(number(cells.get(place, {}).get(name)) for place in places)


def _after(result: Result) -> str | None:
    grain = str(result.scope.get("grain") or "")
    return say(AFTER[grain]) if grain in AFTER else None

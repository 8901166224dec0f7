"""Measures over one dimension: one series a column, or one a value of another dimension."""

from __future__ import annotations

from datetime import date
from numbers import Number
from typing import TYPE_CHECKING, Any

from queries.catalogue import Unit
from tui.charts.drawing import Drawing, Kind
from tui.charts.names import IN_NUMBERS, label
from tui.charts.values import MOST_ROWS, number
from tui.text.colours import places as places_in_palette
from tui.text.formats import safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from queries.answering.result import Result
    from queries.catalogue import Chart, Column

MOST_SERIES = 5
MEASURED = ("line", "steps", "scatter", "band")
"""Kinds whose places along the bottom lie where their numbers are."""
MOST_POINTS = 2000
SHORT = 6
"""Words up to so long can stand below upright bars."""
Place = tuple[Any, ...]
IN_WORDS = (Unit.TEXT, Unit.NAME, Unit.FLAG)


def over(
    result: Result,
    chart: Chart,
    columns: Mapping[str, Column],
    frame: pl.DataFrame,
    present: Sequence[str],
    under: Mapping[str, Any] | None,
) -> Drawing | None:
    """The measures that are there over x; the largest series where there are many."""
    rows = frame.head(MOST_ROWS).to_dicts()
    split = chart.series if chart.series in columns else _split(result, columns, chart)
    named = _naming(chart, columns, split)
    places = _thinned(_ordered(list(dict.fromkeys(tuple(row[name] for name in named) for row in rows))))
    found: dict[str, dict[Place, Mapping[str, Any]]] = {}
    measures: dict[str, str] = {}
    for row in rows:
        for name in present[:1] if split else present:
            title = safe(row[split]) if split else columns[name].heading
            measures[title] = name
            found.setdefault(title, {})[tuple(row[column] for column in named)] = row
    lines = {t: [number(cells.get(at, {}).get(measures[t])) for at in places] for t, cells in found.items()}
    kept = _largest(lines)
    numbers = _numbered(chart, columns[chart.x], named) and all(isinstance(place[0], Number) for place in places)
    if chart.kind == "steps" and numbers and places[0][0] > 0:  # everybody is there on the day it begins
        places = [(0,), *places]
        lines = {title: [1.0, *values] for title, values in lines.items()}
    unfinished = frozenset(
        (series, at)
        for series, title in enumerate(kept)
        for at, place in enumerate(places)
        if found[title].get(place, {}).get("complete") is False
    )
    open_places = {at for _, at in unfinished}
    between = " " if chart.kind == "funnel" else " · "
    labels = tuple(
        between.join(label(v, columns[n], result) for v, n in zip(place, named, strict=True))
        + "*" * (at in open_places)
        for at, place in enumerate(places)
    )
    marked = tuple(under.get(name) for name in named) if under else None
    colours_of_series = places_in_palette(result.groups, split) if split else {}
    colours_of_places = places_in_palette(result.groups, chart.x)
    at_x = named.index(chart.x)
    here = places.index(marked) if marked in places else None
    return Drawing(
        _kind(chart, columns[chart.x], labels),
        labels,
        tuple((title, tuple(lines[title])) for title in kept),
        columns[present[0]],
        result.currency,
        at=tuple(float(place[0]) for place in places) if numbers and chart.kind in MEASURED else (),
        across=columns[chart.x],
        incomplete=unfinished,
        marked=here,
        # Points have numbers below them, no names: that of the row is told beside the mark.
        pointed=labels[here] if here is not None and chart.kind == "scatter" else "",
        left_out=len(found) - len(kept),
        colours=_in_palette(kept, colours_of_series) if split else (),
        spans=_spans(chart, columns, [[found[title].get(place, {}) for place in places] for title in kept]),
        tints=tuple(colours_of_places.get(str(place[at_x])) for place in places) if len(kept) == 1 else (),
    )


def _spans(
    chart: Chart, columns: Mapping[str, Column], series: Sequence[Sequence[Mapping[str, Any]]]
) -> tuple[tuple[tuple[float | None, ...], tuple[float | None, ...]], ...]:
    """The low and the high end at each place of each series, where the chart has them."""
    names = [name for name in (chart.low, chart.high) if name is not None and name in columns]
    if len(names) < 2:
        return ()
    ends = ([tuple(number(row.get(name)) for row in rows) for name in names] for rows in series)
    return tuple((low, high) for low, high in ends)


def _in_palette(titles: Sequence[str], known: Mapping[str, int]) -> tuple[int, ...]:
    """The place of each series in the palette: its own where it has one, else after those that have."""
    further = iter(range(len(known), len(known) + len(titles)))
    return tuple(known[title] if title in known else next(further) for title in titles)


def with_before(result: Result, present: list[str], columns: Mapping[str, Column]) -> list[str]:
    """A compared answer draws what its only measure was before beside what it is."""
    before = f"{present[0]}_before"
    compared = result.question.compare is not None and len(present) == 1 and before in columns
    return [*present, before] if compared else present


def _largest(lines: Mapping[str, Sequence[float | None]]) -> list[str]:
    """The few largest series, in the order of the answer."""
    sizes = {title: sum(abs(value or 0) for value in values) for title, values in lines.items()}
    largest = sorted(sizes, key=lambda title: -sizes[title])[:MOST_SERIES]
    return [title for title in lines if title in largest]


def _ordered(places: list[Place]) -> list[Place]:
    """Numbers and days in their order, whichever series has them first; words as the answer has them."""
    measured = all(isinstance(part, (int, float, date)) for place in places for part in place)
    return sorted(places) if measured else places


def _numbered(chart: Chart, x: Column, named: Sequence[str]) -> bool:
    """Whether places lie where their numbers are: points always, others unless further keys name them, too."""
    return x.unit in (*IN_NUMBERS, Unit.SHARE) if chart.kind == "scatter" else len(named) == 1 and x.unit in IN_NUMBERS


def _thinned(places: list[Place]) -> list[Place]:
    """Not more places than can be told apart."""
    return places[:: -(-len(places) // MOST_POINTS)] if len(places) > MOST_POINTS else places


def _kind(chart: Chart, x: Column, labels: Sequence[str]) -> Kind:
    """How a chart is drawn: bars over words lie, so that the words can be read."""
    if chart.kind == "bars" and x.unit in IN_WORDS and max(map(len, labels), default=0) > SHORT:
        return "lying"
    return "bars" if chart.kind in ("trend", "heatmap") else chart.kind  # type: ignore[return-value]


def _split(result: Result, columns: Mapping[str, Column], chart: Chart) -> str | None:
    """The dimension an answer was split by."""
    split = result.question.split
    return split if split in columns and split != chart.x else None


def _naming(chart: Chart, columns: Mapping[str, Column], split: str | None) -> list[str]:
    """The columns that name a place along the bottom: x, and the other keys that are no series of their own.

    A step of a funnel has its number first.
    """
    others = [name for name, column in columns.items() if column.key and name not in (chart.x, split)]
    return [*others, chart.x] if chart.kind == "funnel" else [chart.x, *others]

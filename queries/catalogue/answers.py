"""What a metric returns: lazy tables, and what is read off them once they are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from queries.catalogue.columns import Column, Unit
from queries.wording import worded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    import polars as pl

    from queries.catalogue.charts import Chart, Pivot


@worded("name")
@dataclass(frozen=True)
class Figure:
    """One number beside the table: a median, a test, an index."""

    name: str
    value: float | str | None
    unit: Unit = Unit.NUMBER
    low: float | None = None
    high: float | None = None
    n: int | None = None


@dataclass(frozen=True)
class Answer:
    """What a metric returns: lazy frames, still to be collected by the runner.

    Attributes:
        frame: The main table, sorted.
        parts: Further tables by name, as the metric declares them.
        notes: What a reader has to know: assumptions, left truncation, small numbers.
        conclude: Where something can only be said when the tables are there: collected tables (the main one
            is `""`) → figures and notes. A metric with a model fits it here: what is collected is then what
            the model takes, and the conclusion holds the tables that are shown.
        columns: The columns of the main table, where the parameters decide them; None: as declared.
        chart: The chart, where the parameters decide it; None: as declared.
        pivot: How it is read as a matrix, where the parameters decide it; None: as declared.
        trend: The periods that trends tell of, where they are not the scope's: their grain, and the first day of each.
        in_memory: Whether Polars' in-memory engine works the plans out: it joins and sorts wide or short tables in
            half the time; the streaming one takes less memory and is faster over the whole log.
    """

    frame: pl.LazyFrame
    parts: Mapping[str, pl.LazyFrame] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    conclude: Callable[[Mapping[str, pl.DataFrame]], Conclusion] | None = None
    columns: tuple[Column, ...] | None = None
    chart: Chart | None = None
    pivot: Pivot | None = None
    trend: tuple[str, tuple[date, ...]] | None = None
    in_memory: bool = False


@dataclass(frozen=True)
class Conclusion:
    """What is read off the finished tables: figures, and sentences worth saying (the findings).

    Attributes:
        figures: Single numbers beside the table.
        findings: Sentences worth saying first; a `Finding` leads to what it speaks of.
        notes: What a reader has to know.
        tables: Where a model is fitted to the collected tables (sufficient statistics, one row a customer):
            the tables that are shown in their stead, the main one as `""`; None shows what was collected.
        chart: The chart that suits these numbers; None is the answer's own.
    """

    figures: tuple[Figure, ...] = ()
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tables: Mapping[str, pl.DataFrame] | None = None
    chart: Chart | None = None

"""How two dimensions go together: a cross table of any measure, with shares, expectation, index and χ²."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import CUSTOMERS, HISTORY, USUAL, Answer, Chart, Column, Parameter, Pivot, Unit
from queries.catalogue import measure as declare
from queries.customers.telling import attributes_of, first_telling
from queries.data.needs import CUSTOMERS_OR_HISTORY
from queries.dimensions.dimension import Dimension, dimension
from queries.errors import QuestionError, UsageError
from queries.metrics.groups.cross.cells import in_cell, runs_of, sums_of
from queries.metrics.groups.cross.measures import MEASURES, MONEY, Kind, counted
from queries.metrics.groups.cross.words import conclusion, notes
from queries.segments.suiting import suiting
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

CELL = (
    Column("value", "the measure in the cell"),
    Column("row_share", "share of the row's total", Unit.SHARE, numerator="value", denominator="total of the row"),
    Column(
        "column_share", "share of the column's total", Unit.SHARE, numerator="value", denominator="total of the column"
    ),
    Column("total_share", "share of the whole", Unit.SHARE, numerator="value", denominator="whole"),
    Column(
        "expected",
        "what the cell would hold if the two had nothing to do with each other; for counts",
        Unit.NUMBER,
        numerator="total of the row × total of the column",
        denominator="whole",
    ),
    Column(
        "index",
        "100 is what was to be expected: the row's share of the column ÷ the column's share of the whole; for a "
        "ratio: the cell ÷ the whole",
        Unit.NUMBER,
        numerator="100 × row share",
        denominator="share of the column in the whole",
    ),
    Column(
        "customers",
        "customers in the cell; by a dimension of events those with such an event (for orders and aov an order, for "
        "revenue an order or refund); for nps those who answered, for negative_share those who wrote",
        Unit.COUNT,
    ),
)
TOTALS = (
    Column("total", "rows, columns, or the whole", Unit.TEXT, key=True, worded=True),
    Column("of", "the value whose total it is", Unit.TEXT, key=True, title="Total of", worded=True),
    Column("value", "the measure"),
    Column("share", "share of the whole", Unit.SHARE, numerator="value", denominator="whole"),
    Column("customers", "customers, each counted once", Unit.COUNT),
)


PARAMETERS = (
    Parameter(
        "rows",
        "what the rows are; empty is rfm, or engagement where nobody buys; without a history an attribute, without "
        "customers the weekday",
        "dimension",
    ),
    Parameter(
        "columns",
        "what the columns are; empty is the channel, else the event, else the period; without a history an attribute",
        "dimension",
    ),
    Parameter(
        "measure",
        "what fills the cells; empty is customers, and interactions where no row says who it was",
        "choice",
        choices=tuple(MEASURES),
    ),
)


def customers_of_cell(
    data: Data, row: Mapping[str, Any], rows: str | None, columns: str | None, measure: str | None
) -> pl.LazyFrame:
    """The customers of the row's cell."""
    kind = MEASURES[measure or "customers"]
    if kind.of_customers and not columns:
        columns = first_telling(data, but=rows)
    names = _names(data, rows, columns)
    runs = runs_of(data, *names, counted(kind), kind.by)
    return in_cell(runs, *(side.code_of(row[side.column.name]) for side in _dimensions(data, names)))


@declare(
    id="cross",
    title="Cross table",
    question="How do two dimensions go together?",
    also="cross table, pivot, crosstab, contingency, 交叉表, 交叉分析",
    place=230,
    columns=CELL,
    parts={"totals": TOTALS},
    parameters=PARAMETERS,
    formula="cells by two dimensions; expected = row total × column total ÷ whole; index = 100 × row share ÷ share of "
    "the column in the whole; χ² = Σ (observed − expected)² ÷ expected; Cramér's V = √(χ² ÷ (n·(min(rows, columns) − "
    "1)))",
    source="contingency table; Pearson's χ²",
    chart=Chart("bars", "columns", ("value",), within=("rows",)),
    drill=customers_of_cell,
    needs=(CUSTOMERS_OR_HISTORY,),
    without=USUAL,
)
def cross(data: Data, rows: str | None = None, columns: str | None = None, measure: str | None = None) -> Answer:
    """A measure where two dimensions meet, in the reported range.

    Args:
        data: The scoped data.
        rows: A dimension: of customers (a segmentation, an attribute) or of events.
        columns: Another one.
        measure: What fills the cells, one of `MEASURES`; None is customers where there are any, else events.

    Returns:
        The two dimensions, `value`, `row_share`, `column_share`, `total_share` (blank for a ratio), `expected` (for
        counts), `index`, `customers`; every combination of values that occur, in the dimensions' own order.
        Segments are those of the analysis date. Totals count a customer once, so that shares of customers who are
        in several cells add up to more than 1. `customers` is left out where no row says who it was.
    """
    measure = measure or ("customers" if data.log.has(CUSTOMERS) else "interactions")
    kind = MEASURES[measure]
    data.require(*kind.needs)
    data.require(*((CUSTOMERS,) if "customers" in (kind.above, kind.below) else ()))
    data.require(*((HISTORY,) if counted(kind) else ()))
    data.require(*(("purchase",) if {kind.above, kind.below} & {"orders", "amount", "net"} else ()))
    if kind.above in MONEY:
        data.require_money()
    if kind.of_customers and not columns:
        columns = first_telling(data, but=rows)
    names = _names(data, rows, columns)
    down, across = _dimensions(data, names)
    if kind.of_customers and not (down.per_customer and across.per_customer):
        raise UsageError(
            say("{measure} tells of customers, not of events.", measure=measure),
            say("Cross segmentations or attributes of customers."),
        )
    sums = sums_of(data, *names, counted(kind), kind.by)
    of = {level: frame.with_columns(_value(data, kind)) for level, frame in sums.items()}
    frame = _cells(of, kind).with_columns(down.label("r"), across.label("c"))
    named = tuple(column for column in _described(kind, down, across) if _known(data, column))
    totals = _totals(of, kind, down, across)
    return Answer(
        frame.select(column.name for column in named),
        {"totals": totals.select(column.name for column in TOTALS if _known(data, column))},
        notes(data, down, across, measure),
        conclude=lambda tables: conclusion(tables, down, across, measure),
        columns=named,
        chart=Chart("bars", across.column.name, ("value",), within=(down.column.name,)),
        pivot=Pivot((down.column.name,), across.column.name, "value"),
    )


def _known(data: Data, column: Column) -> bool:
    """Whether a column says something: customers only where rows say who it was."""
    return column.name != "customers" or data.log.has(CUSTOMERS)


def _names(data: Data, rows: str | None, columns: str | None) -> tuple[str, str]:
    """The names of the two dimensions, those that were not named as suits the data."""
    if not data.log.has(HISTORY):
        if len(attributes_of(data)) < 2 and not (rows and columns):
            raise QuestionError(
                say("These data hold one attribute of customers; a cross table needs two."), say("Ask attribute.")
            )
        rows = rows or first_telling(data, but=columns)
        columns = columns or first_telling(data, but=rows)
    else:
        rows = rows or _other_than(columns, suiting(data, "rfm") if data.log.has(CUSTOMERS) else "weekday")
        by_event = "event" if len(data.log.kinds) > 1 else "period"
        columns = columns or _other_than(rows, "channel" if data.log.channels else by_event)
    if rows == columns:
        raise UsageError(say("Rows and columns are both {rows}.", rows=rows), say("Choose two different dimensions."))
    return rows, columns


def _dimensions(data: Data, names: tuple[str, str]) -> tuple[Dimension, Dimension]:
    """The two dimensions; their columns are called apart from those of the cells."""
    taken = {column.name for column in CELL}
    down, across = (dimension(data, name).called(f"{name} (dimension)" if name in taken else name) for name in names)
    return down, across


def _other_than(taken: str | None, first: str) -> str:
    """What to take when nothing was named: the first, or where the other one is that, the period, or the weekday."""
    return next(name for name in (first, "period", "weekday") if name != taken)


def _value(data: Data, kind: Kind) -> pl.Expr:
    """The measure of the sums of a cell, a row, a column or the whole."""
    above = data.money(pl.col(kind.above)) if kind.above in MONEY else pl.col(kind.above)
    if kind.below is None:
        return above.alias("value")
    return pl.when(pl.col(kind.below) > 0).then(above / pl.col(kind.below) * kind.factor).alias("value")


def _cells(of: Mapping[tuple[str, ...], pl.LazyFrame], kind: Kind) -> pl.LazyFrame:
    """Every combination of values that occur, with what the cell is beside its row, its column and the whole."""
    lined = of["r",].select("r", row="value"), of["c",].select("c", column="value"), of[()].select(whole="value")
    grid = lined[0].join(lined[1], how="cross").join(lined[2], how="cross")
    told = of["r", "c"].select("r", "c", "value", customers=pl.col(kind.stands_on))
    cells = grid.join(told, on=["r", "c"], how="left")
    value, row, column, whole = (pl.col(name) for name in ("value", "row", "column", "whole"))
    if kind.below is not None:
        # A score around 0 is no multiple of another, and few of a cell may have answered.
        index = pl.when(whole != 0).then(100 * value / whole) if kind.compares else pl.lit(None, pl.Float64)
        shares = dict.fromkeys(("row_share", "column_share", "total_share", "expected"), pl.lit(None, pl.Float64))
    else:
        cells = cells.with_columns(value.fill_null(0))
        shares = {f"{name}_share": pl.when(by != 0).then(value / by) for name, by in (("row", row), ("column", column))}
        shares["total_share"] = pl.when(whole != 0).then(value / whole)
        by_chance = pl.when(whole != 0).then(row.cast(pl.Float64) * column / whole)
        shares["expected"] = by_chance if kind.unit is Unit.COUNT else pl.lit(None, pl.Float64)
        # Where refunds exceed orders a share of them says nothing.
        index = pl.when((row > 0) & (column > 0) & (whole > 0)).then(100 * value / by_chance)
    return cells.with_columns(pl.col("customers").fill_null(0), index=index, **shares).sort("r", "c")


def _totals(of: Mapping[tuple[str, ...], pl.LazyFrame], kind: Kind, down: Dimension, across: Dimension) -> pl.LazyFrame:
    """The totals of rows, columns and the whole, in that order."""
    parts = [
        frame.sort(code).select(
            total=pl.lit(side.column.name), of=side.label(code).cast(pl.String), value="value", customers=kind.stands_on
        )
        for code, side, frame in (("r", down, of["r",]), ("c", across, of["c",]))
    ]
    whole = of[()].select(total=pl.lit("whole"), of=pl.lit("all"), value="value", customers=kind.stands_on)
    listed = pl.concat([*parts, whole])
    of_whole = pl.when(pl.col("value").last() != 0).then(pl.col("value") / pl.col("value").last())
    share = of_whole if kind.below is None else pl.lit(None, pl.Float64)
    return listed.select("total", "of", "value", share=share, customers="customers")


def _described(kind: Kind, down: Dimension, across: Dimension) -> tuple[Column, ...]:
    """The columns of the answer: the two dimensions, and the measure with its own unit."""
    above = kind.above if kind.below else None
    value = replace(CELL[0], meaning=kind.meaning, unit=kind.unit, numerator=above, denominator=kind.below)
    return (down.column, across.column, value, *CELL[1:])

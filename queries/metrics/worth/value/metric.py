"""What drives revenue: customers × purchase frequency × average order value, and what each changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure, shared
from queries.data.goods import tells
from queries.data.margins import OBSERVED, OF, costs, require_costs
from queries.data.once import once
from queries.errors import QuestionError
from queries.eventlog.runs import starts
from queries.formats.dates import period_label
from queries.mapping.model import Meaning
from queries.metrics.worth.value.tree import factors, tree
from queries.metrics.worth.value.words import concluding
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from queries.data.data import Data

COLUMNS = (
    Column("factor", "revenue (profit, with a margin) and what it is made of", Unit.NAME, key=True),
    shared.LAST,
    Column("before", "in the period it is compared with", Unit.NUMBER, unit_column="unit"),
    shared.CHANGE,
    shared.CHANGE_RATE,
    Column("contribution", "what the factor's change did to revenue (profit); they add up to its change", Unit.MONEY),
    Column("share", "the contribution as a share of revenue (profit) before", Unit.SHARE, denominator="before's total"),
    shared.UNIT,
)

PERIODS = (
    shared.PERIOD,
    Column("customers", "customers with an order", Unit.COUNT),
    Column("purchase_frequency", "orders of a buyer", Unit.RATE, numerator="orders", denominator="customers"),
    shared.AOV,
    Column("orders", "orders", Unit.COUNT),
    Column("refunds", "refunds, negative", Unit.MONEY),
    Column("revenue", "customers × purchase frequency × AOV + refunds", Unit.MONEY),
    Column(
        "margin",
        "what order lines whose cost is known leave of their amount",
        Unit.SHARE,
        numerator="amount less cost of lines with a cost",
        denominator="amount of lines with a cost",
    ),
    Column("profit", "revenue × margin", Unit.MONEY),
    shared.COMPLETE,
)

PARAMETERS = (
    Parameter(
        "against",
        "what the last complete period is compared with: the period before, or the same period a year before",
        "choice",
        choices=("before", "year"),
    ),
    OF,
    Parameter("margin", "share of revenue (of profit) that is kept", "float", low=0.0, high=1.0),
)


def buyers_of_last(data: Data, row: Mapping[str, Any]) -> pl.LazyFrame:
    """The customers with an order in the last complete period; those with a refund, where the row is refunds."""
    last, _before = _compared(data, "before")
    events = data.refunds if row["factor"] == "refunds" else data.purchases
    return events.filter(data.period_index == last).select("customer").unique()


@measure(
    id="value",
    title="Value drivers",
    question="What drives revenue?",
    also="revenue drivers, aov, average order value, why did revenue change, 客单价, 收入, 驱动因素",
    place=10,
    columns=COLUMNS,
    parts={"periods": PERIODS},
    parameters=PARAMETERS,
    formula="revenue = customers × purchase frequency × AOV + refunds, profit = revenue × margin (that of the period's "
    "order lines whose cost is known, with of=profit); a factor's "
    "contribution is what changing it brings, averaged over every order in which the factors can change (Shapley)",
    source="Customer-Base Audit; Shapley value, so that contributions add up to the change",
    chart=Chart("bars", "factor", ("contribution",)),
    drill=buyers_of_last,
    needs=("purchase",),
)
def value(data: Data, against: str = "before", of: str = "revenue", margin: float = 1.0) -> Answer:
    """The tree of revenue in the last complete period and in one before it, and what each factor changed.

    A factor that does not exist in one of the periods (the AOV of no orders) counts as unchanged, so that
    contributions still add up: then the customers explain it all.

    Args:
        data: The scoped data.
        against: `before`, or `year`: the same period a year before.
        of: `profit` has the margin of each period's order lines as a factor; where one period has no line with a cost,
            the other's margin counts for both.
        margin: The share of revenue that is kept; other than 1 it is a row, and the whole is called profit.

    Raises:
        QuestionError: There are no two complete periods to compare, no amounts, or no costs (of=profit).
    """
    data.require_money()
    if of == "profit":
        require_costs(data)
    last, before = _compared(data, against)
    names = data.periods["period"]
    both = (
        pl.LazyFrame({"index": [last, before], "which": ["last", "before"]}, schema_overrides={"index": pl.UInt16})
        .join(_counted(data), on="index", how="left", maintain_order="left")
        .with_columns(pl.col("customers", "orders", "amount", "refunded").fill_null(0), margin=pl.lit(margin))
    )
    if of == "profit":
        known = both.join(costs(data), on="index", how="left", maintain_order="left").with_columns(observed=OBSERVED)
        both = known.with_columns(margin=pl.col("observed").fill_null(pl.col("observed").mean()) * margin)
    whole = "profit" if of == "profit" or margin != 1 else "revenue"
    frame = tree(data, both, whole).select(column.name for column in COLUMNS)
    return Answer(
        frame,
        {"periods": _by_period(data)},
        conclude=concluding(names[last], names[before], data.grain.value, against),
        columns=shared.headed(
            COLUMNS,
            last=period_label(names[last], data.grain),
            before=period_label(names[before], data.grain),
        ),
    )


def _compared(data: Data, against: str) -> tuple[int, int]:
    """The index of the last complete period, and of the one it is compared with."""
    complete = data.periods.filter("complete")
    periods = data.periods
    last = complete.row(-1, named=True) if len(complete) else None
    if last is not None:
        back = "-1y" if against == "year" else f"-{data.grain.interval}"
        wanted = pl.Series([last["period"]]).dt.offset_by(back)[0]
        # A year before, weeks begin on other dates: the period that holds the day.
        earlier = periods.filter((pl.col("period") <= wanted) & (pl.col("end") >= wanted))
        if len(earlier):
            return int(last["index"]), int(earlier["index"][0])
    raise QuestionError(
        say(
            "There are no two complete {value}s to compare{words}.",
            value=data.grain.value,
            words=say(" a year apart") if against == "year" else "",
        ),
        say("Choose a shorter grain (--grain) or a longer scope."),
    )


@once
def _counted(data: Data) -> pl.LazyFrame:
    """Per period index: `customers`, `orders`, `amount` and `refunded` in ten-thousandths."""
    bought = data.purchases.select("customer", "amount", index=data.period_index)
    orders = (
        bought.with_columns(first=starts("customer", "index"))
        .group_by("index")
        .agg(customers=pl.col("first").sum(), orders=pl.len(), amount=pl.col("amount").sum())
    )
    refunds = data.refunds.select("amount", index=data.period_index)
    refunded = refunds.group_by("index").agg(refunded=pl.col("amount").sum())
    return orders.join(refunded, on="index", how="full", coalesce=True).with_columns(
        pl.col("amount", "refunded").fill_null(0)
    )


def _by_period(data: Data) -> pl.LazyFrame:
    """The tree of every reported period."""
    counts = pl.col("customers", "orders", "amount", "refunded").fill_null(0)
    periods = data.periods.lazy().filter("reported")
    listed = periods.join(_counted(data), on="index", how="left", maintain_order="left")
    told = listed.with_columns(counts).with_columns(**factors(data))
    names = [column.name for column in PERIODS]
    if not tells(data, Meaning.COST):
        return told.select(name for name in names if name not in ("margin", "profit"))
    with_costs = told.join(costs(data), on="index", how="left", maintain_order="left").with_columns(margin=OBSERVED)
    return with_costs.with_columns(profit=pl.col("revenue") * pl.col("margin")).select(names)

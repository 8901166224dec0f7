"""How concentrated is revenue: customers from the best to the least, in tenths of customers and of revenue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure, shared
from queries.customers.ranking import decile, ranked, starts_below, value_decile
from queries.errors import UsageError
from queries.eventlog.runs import per_run
from queries.metrics.worth.concentration.words import conclude
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

_SHARE = Column("share", "their share of all revenue", Unit.SHARE, numerator="revenue", denominator="all revenue")
_REVENUE = Column("revenue", "their orders less refunds", Unit.MONEY)
_CUSTOMER_SHARE = Column(
    "customer_share", "their share of all customers", Unit.SHARE, numerator="customers", denominator="all customers"
)
_CUMULATIVE = Column("cumulative", "share of all revenue down to here", Unit.SHARE, denominator="all revenue")

COLUMNS = (
    Column("decile", "tenth of the customers, 1 brings most", Unit.COUNT, key=True),
    Column("customers", "customers in it", Unit.COUNT),
    _REVENUE,
    _SHARE,
    _CUMULATIVE,
    Column("per_customer", "revenue of one", Unit.MONEY, numerator="revenue", denominator="customers"),
    shared.LEAST,
)

PARTS = {
    "profit_deciles": (
        Column("decile", "tenth of the revenue, 1 comes from the best customers", Unit.COUNT, key=True),
        Column("customers", "customers it takes to bring it", Unit.COUNT),
        _CUSTOMER_SHARE,
        _REVENUE,
        _SHARE,
        _CUMULATIVE,
    ),
    "top": (
        Column("top", "the best so much of the customers, at least one", Unit.SHARE, key=True),
        Column("customers", "how many these are", Unit.COUNT),
        _REVENUE,
        _SHARE,
    ),
    "abc": (
        Column("class", "A, B or C by cumulative revenue", Unit.TEXT, key=True),
        Column("customers", "customers in it", Unit.COUNT),
        _CUSTOMER_SHARE,
        _REVENUE,
        _SHARE,
    ),
    "summary": (
        Column("customers", "customers with an order or a refund", Unit.COUNT),
        _REVENUE,
        Column("negative", "customers whose refunds exceed their orders", Unit.COUNT),
        Column("gini", "0 is all alike, 1 is one customer alone; blank where revenue is negative", Unit.NUMBER),
        Column("for_80", "customers, best first, who bring 80 % of the revenue", Unit.COUNT),
    ),
}

TOP = (1, 5, 10, 20, 50)
"""Percent of the customers."""


def customers_of_decile(data: Data, row: Mapping[str, Any]) -> pl.LazyFrame:
    """The customers of the row's decile."""
    ordered = ranked(spent(data).sort("value", "customer", descending=[True, False]))
    return ordered.filter(decile() == row["decile"]).select("customer")


@measure(
    id="concentration",
    title="Concentration",
    question="How concentrated is revenue?",
    also="pareto, 80/20, gini, lorenz, whales, top customers, 集中度, 二八",
    place=30,
    columns=COLUMNS,
    parts=PARTS,
    parameters=(Parameter("cuts", "percent of cumulative revenue at which class A and class B end", "numbers"),),
    formula="customer decile = INT(10 × (rank - 1) ÷ customers) + 1, best first, ties by id; revenue decile and class "
    "by cumulative revenue before the customer; Gini = 2 Σ i·v(i) ÷ (n Σ v) - (n + 1) ÷ n on ascending revenue",
    source="deciles and profit deciles (Customer-Base Audit); ABC analysis; Gini",
    chart=Chart("bars", "decile", ("share",)),
    drill=customers_of_decile,
    needs=("purchase",),
)
def concentration(data: Data, cuts: tuple[int, ...] = (70, 90)) -> Answer:
    """Revenue by tenths of customers, by tenths of revenue, of the best few, and by class.

    Of customers with an order or a refund in the reported range; their revenue may be negative, and shares down to
    here may then exceed 1 before they fall back to it. Without positive revenue there are no shares.

    Args:
        data: The scoped data.
        cuts: Percent of cumulative revenue at which class A and B end; the customer who crosses the line belongs
            to the class it starts in.

    Raises:
        QuestionError: There are no amounts.
        UsageError: The cuts are not two that rise.
    """
    data.require_money()
    if len(cuts) != 2 or not 0 < cuts[0] < cuts[1] < 100:
        raise UsageError(
            say("cuts cannot be {names}.", names=",".join(map(str, cuts))), say("They are two that rise, like 70,90.")
        )
    # Which of two customers with the same revenue comes first changes no sum: values alone sort ten times faster.
    customers = data.keep(ranked(spent(data).select(pl.col("value").sort(descending=True))))
    positive = customers.filter(pl.col("total") > 0)
    tenths = positive.with_columns(decile=value_decile())
    a, b = (starts_below(cut / 100) for cut in cuts)
    name = pl.when(a).then(pl.lit("A")).when(b).then(pl.lit("B")).otherwise(pl.lit("C"))
    classes = positive.with_columns(name.alias("class"))
    main = _grouped(data, customers.with_columns(decile=decile()), "decile", least=pl.col("value").min())
    parts = {
        "profit_deciles": _grouped(data, tenths, "decile"),
        "top": _top(data, customers),
        "abc": _grouped(data, classes, "class"),
        "summary": _summary(data, customers),
    }
    return Answer(
        main.select(column.name for column in COLUMNS),
        {name: plan.select(column.name for column in PARTS[name]) for name, plan in parts.items()},
        conclude=conclude,
    )


def spent(data: Data) -> pl.LazyFrame:
    """Per customer with an order or a refund in the range: `value`, orders less refunds in ten-thousandths."""
    money = data.within(data.transactions).select("customer", "amount")
    return per_run(money, ("customer",), totals={"value": pl.col("amount").fill_null(0)})


def _grouped(data: Data, customers: pl.LazyFrame, by: str, **more: pl.Expr) -> pl.LazyFrame:
    """Customers, revenue and shares of each group, in its order; further ten-thousandths as currency."""
    groups = customers.group_by(by).agg(
        pl.col("people", "total").first(), customers=pl.len(), value=pl.col("value").sum(), **more
    )
    share = pl.when(pl.col("total") > 0).then(pl.col("value") / pl.col("total"))
    below = pl.when(pl.col("total") > 0).then(pl.col("value").cum_sum() / pl.col("total"))
    return groups.sort(by).with_columns(
        share=share,
        cumulative=below,
        customer_share=pl.col("customers") / pl.col("people"),
        revenue=data.money(pl.col("value")),
        per_customer=data.money(pl.col("value")) / pl.col("customers"),
        **{name: data.money(pl.col(name)) for name in more},
    )


def _top(data: Data, customers: pl.LazyFrame) -> pl.LazyFrame:
    """What the best 1 %, 5 % … of the customers bring; a part of a customer is a whole one."""
    count = {f"customers {p}": (pl.col("people").first() * p + 99) // 100 for p in TOP}
    value = {f"value {p}": pl.col("value").filter(pl.col("rank") < count[f"customers {p}"]).sum() for p in TOP}
    wide = customers.select(pl.col("total").first(), **count, **value)
    rows = [wide.select("total", top=pl.lit(p / 100), customers=f"customers {p}", value=f"value {p}") for p in TOP]
    return (
        pl.concat(rows)
        .filter(pl.col("customers") > 0)
        .with_columns(
            revenue=data.money(pl.col("value")),
            share=pl.when(pl.col("total") > 0).then(pl.col("value") / pl.col("total")),
        )
    )


def _summary(data: Data, customers: pl.LazyFrame) -> pl.LazyFrame:
    """The Gini coefficient and the like, as one row."""
    n, value = pl.len().cast(pl.Float64), pl.col("value").cast(pl.Float64)
    place = pl.len().cast(pl.Float64) - pl.col("rank")
    negative, total = (pl.col("value") < 0).sum(), pl.col("value").sum()
    gini = 2 * (place * value).sum() / (n * value.sum()) - (n + 1) / n
    return customers.select(
        customers=pl.len(),
        revenue=data.money(total),
        negative=negative,
        gini=pl.when((negative == 0) & (total > 0)).then(gini),
        for_80=pl.when(total > 0).then((100 * pl.col("before") < 80 * pl.col("total")).sum()),
    )

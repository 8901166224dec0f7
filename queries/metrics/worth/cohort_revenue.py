"""What has each cohort brought so far: revenue by months since the first order, and by calendar period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Conclusion, Figure, Pivot, Unit, measure, shared
from queries.data.once import once
from queries.dimensions.cohorts import Cohorts, grid
from queries.eventlog.runs import starts
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("cohort", "first day of the period of the customers' first order", Unit.DATE, key=True),
    Column("size", "customers of the cohort", Unit.COUNT),
    Column("interval", "periods after the first order; 0 is its own", Unit.COUNT, key=True),
    Column("revenue", "the cohort's orders less refunds in the interval", Unit.MONEY),
    Column("cumulative", "the cohort's revenue up to the end of the interval", Unit.MONEY),
    Column(
        "per_customer",
        "lifetime value to date: cumulative revenue of every customer of the cohort, also those who stayed away",
        Unit.MONEY,
        numerator="cumulative",
        denominator="size",
    ),
    Column("complete", "whether the interval is over", Unit.FLAG),
)

PARTS = {
    "by_period": (
        Column("period", "first day of the calendar period", Unit.DATE, key=True),
        Column(
            "cohort",
            "period of the first order; blank: refunds of something bought before the data",
            Unit.DATE,
            key=True,
        ),
        Column("revenue", "orders less refunds of the cohort in the period", Unit.MONEY),
        Column("share", "share of the period's revenue", Unit.SHARE, numerator="revenue", denominator="all revenue"),
        shared.COMPLETE,
    ),
    "overall": (
        Column("interval", "periods after the first order", Unit.COUNT, key=True),
        Column("cohorts", "cohorts whose interval is over; only they count here", Unit.COUNT),
        Column("size", "customers of these cohorts", Unit.COUNT),
        Column("cumulative", "their revenue up to the end of the interval", Unit.MONEY),
        Column("per_customer", "lifetime value to date", Unit.MONEY, numerator="cumulative", denominator="size"),
    ),
}

SHOWN = (0, 3, 6, 12)
"""The intervals whose value to date is a figure."""


def customers_of_cohort(data: Data, row: Mapping[str, Any]) -> pl.LazyFrame:
    """The customers of the row's cohort."""
    period = data.periods.filter(pl.col("period") == row["cohort"])["index"].first()
    return _reported(data).filter(pl.col("cohort") == period).select("customer")


@measure(
    id="cohort_revenue",
    title="Cohort revenue",
    question="What has each cohort brought so far?",
    also="ltv by cohort, cumulative revenue, payback, 同期群收入",
    place=20,
    columns=COLUMNS,
    parts=PARTS,
    formula="orders less refunds of the cohort's customers in each period since their first order; cumulative ÷ size "
    "is the lifetime value to date",
    source="cumulative cohort revenue and N-period LTV (Amplitude); C3 chart by calendar period (Customer-Base Audit)",
    chart=Chart("curves", "interval", ("per_customer",), against="overall"),
    pivot=Pivot(("cohort", "size"), "interval", "per_customer"),
    drill=customers_of_cohort,
    needs=("purchase",),
)
def cohort_revenue(data: Data) -> Answer:
    """Revenue of every cohort that began in the reported range, by interval; also where nobody paid.

    Refunds count where they are dated. Those in a period before the customer's first order belong to no cohort;
    the part `by_period` lists them, so that a period's rows add up to its revenue.

    Raises:
        QuestionError: There are no purchases or no amounts.
    """
    data.require_money()
    size = _reported(data).group_by("cohort", code=pl.lit(0, dtype=pl.UInt32)).agg(size=pl.len().cast(pl.UInt32))
    paid = _paid(data, _reported(data)) if data.since > data.log.first_day else _paid_by_everyone(data)
    filled = grid(data, Cohorts.of(data), size).join(
        paid.with_columns(interval=pl.col("index").cast(pl.Int32) - pl.col("cohort").cast(pl.Int32)),
        on=["cohort", "interval"],
        how="left",
    )
    by_interval = data.keep(
        filled.sort("cohort", "interval")
        .with_columns(pl.col("value").fill_null(0))
        .with_columns(cumulative=pl.col("value").cum_sum().over("cohort", order_by="interval"))
    )
    frame = by_interval.select(
        pl.lit(data.periods["period"]).gather("cohort").alias("cohort"),
        "size",
        pl.col("interval").cast(pl.UInt32),
        revenue=data.money(pl.col("value")),
        cumulative=data.money(pl.col("cumulative")),
        per_customer=data.money(pl.col("cumulative")) / pl.col("size"),
        complete="complete",
    )
    parts = {"by_period": _by_period(data), "overall": _overall(data, by_interval)}
    return Answer(frame, parts, _notes(data), conclude)


@once
def _everyone(data: Data) -> pl.LazyFrame:
    """Per customer with an order: `cohort`, the period of the first, and its `day`."""
    began = data.purchases.filter(starts("customer"))
    return began.select(pl.col("customer").set_sorted(), "day", cohort=data.period_index)


def _reported(data: Data) -> pl.LazyFrame:
    """Those of them who began in the reported range."""
    return data.within(_everyone(data))


@once
def _paid_by_everyone(data: Data) -> pl.LazyFrame:
    """What all customers paid, for both tables."""
    return _paid(data, _everyone(data))


def _paid(data: Data, firsts: pl.LazyFrame) -> pl.LazyFrame:
    """Per `cohort` and period `index`: `value` in ten-thousandths; the cohort is null before the first order."""
    money = data.transactions.select("customer", "amount", index=data.period_index)
    placed = data.beside(money, firsts, "cohort")
    cohort = pl.when(pl.col("index") >= pl.col("cohort")).then("cohort")
    return placed.group_by("index", cohort=cohort).agg(value=pl.col("amount").sum())


def _by_period(data: Data) -> pl.LazyFrame:
    """Revenue of every reported period by cohort, in currency: the C3 chart."""
    names = data.periods.select(cohort_name="period", cohort="index").lazy()
    value = pl.col("value")
    whole = value.sum().over("index")
    return (
        data.periods.lazy()
        .filter("reported")
        .join(_paid_by_everyone(data), on="index", how="inner")
        .join(names, on="cohort", how="left")
        .sort("index", "cohort")
        .select(
            "period",
            cohort="cohort_name",
            revenue=data.money(value),
            share=pl.when(whole > 0).then(value / whole),
            complete="complete",
        )
    )


def _overall(data: Data, by_interval: pl.LazyFrame) -> pl.LazyFrame:
    """Value to date over all cohorts that have had the interval whole."""
    return (
        by_interval.filter("complete")
        .group_by("interval")
        .agg(cohorts=pl.len(), size=pl.col("size").sum(), value=pl.col("cumulative").sum())
        .sort("interval")
        .select(
            pl.col("interval").cast(pl.UInt32),
            "cohorts",
            "size",
            cumulative=data.money(pl.col("value")),
            per_customer=data.money(pl.col("value")) / pl.col("size"),
        )
    )


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The value to date after a few intervals."""
    rows = {row["interval"]: row for row in tables["overall"].iter_rows(named=True)}
    intervals = [(place, rows[place]) for place in SHOWN if place in rows]
    return Conclusion(
        tuple(
            Figure(
                say("Value to date after interval {place}", place=place), row["per_customer"], Unit.MONEY, n=row["size"]
            )
            for place, row in intervals
        )
    )


def _notes(data: Data) -> tuple[str, ...]:
    """Who may only seem new."""
    first = data.periods.row(0, named=True)
    if not first["reported"]:
        return ()
    return (
        say(
            "Left truncated: the cohort of {period} also holds customers who bought before the data begin.",
            period=first["period"],
        ),
    )

"""Do buyers buy again: within the period, and in the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Conclusion, Figure, Unit, measure, shared
from queries.eventlog.runs import starts
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    shared.PERIOD,
    Column("buyers", "customers with an order in the period", Unit.COUNT),
    Column("repeat_buyers", "buyers with orders on two or more days of the period", Unit.COUNT),
    Column(
        "repurchase_rate",
        "share of the buyers who bought again within the period (复购率)",
        Unit.SHARE,
        numerator="repeat_buyers",
        denominator="buyers",
        shaded="repurchase",
    ),
    Column("returning_next", "buyers who also bought in the next period; blank until that is complete", Unit.COUNT),
    Column(
        "return_rate",
        "share of the buyers who came back in the next period (回购率)",
        Unit.SHARE,
        numerator="returning_next",
        denominator="buyers",
        shaded="repurchase",
    ),
    Column("returning_buyers", "buyers whose first order ever was in an earlier period", Unit.COUNT),
    Column(
        "returning_share",
        "share of the buyers who had bought in an earlier period (老客占比)",
        Unit.SHARE,
        numerator="returning_buyers",
        denominator="buyers",
        shaded="returning",
    ),
    shared.COMPLETE,
)

_COUNTS = ("buyers", "repeat_buyers", "returning_next", "returning_buyers")


def buyers_of_period(data: Data, row: Mapping[str, Any]) -> pl.LazyFrame:
    """The customers with an order in the row's period."""
    period = data.periods.filter(pl.col("period") == row["period"])
    return data.purchases.filter(data.period_index == period["index"].first()).select("customer").unique()


@measure(
    id="repurchase",
    title="Repurchase",
    question="Do buyers buy again?",
    also="repeat, second order, rebuy, repeat rate, 复购, 复购率, 二次购买",
    place=30,
    columns=COLUMNS,
    formula="repurchase rate = buyers on two or more days of the period ÷ buyers; return rate = buyers who also buy "
    "in the next period ÷ buyers; returning share = 1 - buyers for the first time ÷ buyers",
    source="复购率, 回购率 and 老客占比 of Chinese retail practice, by day: two orders of one day count once",
    chart=Chart("line", "period", ("repurchase_rate", "return_rate", "returning_share")),
    drill=buyers_of_period,
    needs=("purchase",),
)
def repurchase(data: Data) -> Answer:
    """Repeat and returning buyers of every reported period, counted by days with an order.

    Periods are whole calendar periods up to the analysis date. What the next period will bring is blank until it
    is complete; rates without a buyer are blank.
    """
    by_period = data.periods.lazy().join(_counted(data), on="index", how="left", maintain_order="left")
    next_is_complete = pl.col("end").shift(-1) < data.as_of
    rates = {
        name: pl.when(pl.col("buyers") > 0).then(pl.col(above) / pl.col("buyers"))
        for name, above in (
            ("repurchase_rate", "repeat_buyers"),
            ("return_rate", "returning_next"),
            ("returning_share", "returning_buyers"),
        )
    }
    frame = (
        by_period.with_columns(pl.col(_COUNTS).fill_null(0))
        .with_columns(returning_next=pl.when(next_is_complete).then("returning_next"))
        .with_columns(**rates)
        .filter("reported")
        .select(column.name for column in COLUMNS)
    )
    return Answer(frame, notes=_notes(data), conclude=conclude)


def _counted(data: Data) -> pl.LazyFrame:
    """Per period index: the counts of `COLUMNS`.

    Of each customer's days with an order: the first of a period tells who buys, the second who buys again, the
    last whether the next day of all is in the next period.
    """
    bought = data.purchases.select("customer", "day", index=data.period_index)
    days = bought.filter(starts("customer", "day"))
    customer, index = pl.col("customer"), pl.col("index").cast(pl.Int32)
    bought_before = (customer == customer.shift(1)).fill_null(value=False)
    again = bought_before & (index == index.shift(1))
    follows = ((customer == customer.shift(-1)) & (index.shift(-1) - index == 1)).fill_null(value=False)
    marked = days.select("index", known=bought_before, again=again, follows=follows).with_columns(
        second=pl.col("again") & ~pl.col("again").shift(1, fill_value=False)
    )
    first = ~pl.col("again")
    return marked.group_by("index").agg(
        buyers=first.sum(),
        repeat_buyers=pl.col("second").sum(),
        returning_next=pl.col("follows").sum(),
        returning_buyers=(first & pl.col("known")).sum(),
    )


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The rates over all complete periods, as ratios of totals."""
    frame = tables[""].filter("complete")
    figures = []
    for name, above in (
        ("repurchase_rate", "repeat_buyers"),
        ("return_rate", "returning_next"),
        ("returning_share", "returning_buyers"),
    ):
        periods = frame.filter(pl.col(above).is_not_null())
        buyers = int(periods["buyers"].sum())
        if buyers:
            words = say("{rate} of the complete periods", rate=say(name.replace("_", " ").capitalize()))
            figures.append(Figure(words, int(periods[above].sum()) / buyers, Unit.SHARE, n=buyers))
    return Conclusion(tuple(figures))


def _notes(data: Data) -> tuple[str, ...]:
    """What cannot be known yet, and who may only seem new."""
    notes = [
        say("Counted by day: several orders of a customer on one day are one purchase."),
        say("The return rate is blank where the next period is not complete yet."),
    ]
    first = data.periods.row(0, named=True)
    if first["reported"]:
        notes.append(say("Left truncated: every buyer of the first period of the data counts as new."))
    return tuple(notes)

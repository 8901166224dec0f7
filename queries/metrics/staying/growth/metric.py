"""Is the base growing: who is new, stays, comes back and falls silent, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import CUSTOMERS, Answer, Chart, Column, Parameter, Unit, measure, shared
from queries.metrics.staying.growth.revenue import REVENUE, revenue_by_period
from queries.metrics.staying.growth.volume import VOLUME, volume_by_period
from queries.metrics.staying.growth.words import concluding
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    shared.PERIOD,
    Column("active", "customers with an event in the period: new + returning + resurrecting", Unit.COUNT),
    Column("new", "customers whose first event ever is in the period", Unit.COUNT),
    Column("returning", "customers who were active in the period before, too", Unit.COUNT),
    Column("resurrecting", "customers who were active before, but not in the period before", Unit.COUNT),
    Column("dormant", "customers who were active in the period before and are not now", Unit.COUNT),
    Column("net", "active less active in the period before: new + resurrecting - dormant", Unit.COUNT),
    Column(
        "quick_ratio",
        "customers gained for each one lost; the base grows above 1",
        Unit.RATE,
        numerator="new + resurrecting",
        denominator="dormant",
    ),
    Column(
        "gross_retention",
        "share of the customers of the period before who are active again",
        Unit.SHARE,
        numerator="returning",
        denominator="active in the period before",
    ),
    shared.COMPLETE,
)

OF = Parameter(
    "of",
    "what is counted: customers, their revenue (new, retained, expansion, resurrected, contraction, churned), or the "
    "volume of events, orders and revenue; empty is customers, and volume where no row says who it was",
    "choice",
    choices=("customers", "revenue", "volume"),
)


def customers_of_period(data: Data, row: Mapping[str, Any], of: str | None) -> pl.LazyFrame:
    """The customers who were active in the row's period; of revenue, those with an order or a refund."""
    period = data.periods.filter(pl.col("period") == row["period"])
    events = data.transactions if of == "revenue" else data.events
    return events.filter(data.period_index == period["index"].first()).select("customer").unique()


@measure(
    id="growth",
    title="Growth",
    question="Is the base growing?",
    also="growth accounting, new, returning, resurrected, dormant, quick ratio, net growth, 增长, 新增, 回流, 流失",
    place=10,
    columns=COLUMNS,
    parameters=(OF,),
    formula="active = new + returning + resurrecting; net = new + resurrecting - dormant; quick ratio = "
    "(new + resurrecting) ÷ dormant; gross retention = returning ÷ active before; of revenue: customer by "
    "customer against the period before, net = new + expansion + resurrected - contraction - churned",
    source="growth accounting and lifecycle (PostHog; quick ratio of venture analysts)",
    chart=Chart("stacked", "period", ("new", "returning", "retained", "resurrecting", "expansion", "resurrected")),
    drill=customers_of_period,
    without=(CUSTOMERS,),
)
def growth(data: Data, of: str | None = None) -> Answer:
    """Growth accounting of every reported period.

    States are of whole calendar periods up to the analysis date, also where the scope begins inside one: else
    somebody active just before it would seem to come back. Where nothing precedes (the first period of the
    data) `dormant`, `net` and the ratios are blank; ratios without a denominator are, too.

    Args:
        data: The scoped data.
        of: `customers` counts them, `revenue` adds up what they paid (its columns are `REVENUE`), `volume` counts
            events and orders, whosever they are (`VOLUME`); None is customers where rows say who they are.

    Returns:
        One row a reported period, oldest first.

    Raises:
        QuestionError: Revenue is asked for and there are no purchases or no amounts, or customers where no row says who
            it was.
    """
    of = of or ("customers" if data.log.has(CUSTOMERS) else "volume")
    if of == "volume":
        chart = Chart("bars", "period", ("revenue" if data.log.has_money else "interactions",))
        return Answer(volume_by_period(data), columns=VOLUME, chart=chart)
    data.require(CUSTOMERS)
    if of == "revenue":
        data.require("purchase")
        data.require_money()
        return Answer(
            revenue_by_period(data),
            columns=REVENUE,
            notes=_notes(data),
            conclude=concluding(of, data.grain.value),
            in_memory=True,
        )
    by_period = data.periods.lazy().join(states(data), on="index", how="left", maintain_order="left")
    counts = pl.col("active", "new", "returning", "resurrecting").fill_null(0).cast(pl.Int64)
    before = pl.col("active").shift(1)
    dormant = before - pl.col("returning")
    frame = (
        by_period.with_columns(counts)
        .with_columns(
            dormant=dormant,
            net=pl.col("active") - before,
            quick_ratio=pl.when(dormant > 0).then((pl.col("new") + pl.col("resurrecting")) / dormant),
            gross_retention=pl.when(before > 0).then(pl.col("returning") / before),
        )
        .filter("reported")
        .select(column.name for column in COLUMNS)
    )
    return Answer(frame, notes=_notes(data), conclude=concluding(of, data.grain.value))


def states(data: Data) -> pl.LazyFrame:
    """Per period index: `active`, `new`, `returning` and `resurrecting` customers; periods without any have no row.

    In log order an event begins a customer's period where customer or period differ from the row above, and
    that row then holds the customer's period before.
    """
    index = pl.col("index").cast(pl.Int32)
    same = (pl.col("customer") == pl.col("customer").shift(1)).fill_null(value=False)
    begun = (
        data.events.select("customer", index=data.period_index)
        .select("index", same=same, step=index - index.shift(1))
        .filter(~pl.col("same") | (pl.col("step") > 0))
    )
    return begun.group_by("index").agg(
        active=pl.len(),
        new=(~pl.col("same")).sum(),
        returning=(pl.col("same") & (pl.col("step") == 1)).sum(),
        resurrecting=(pl.col("same") & (pl.col("step") > 1)).sum(),
    )


def _notes(data: Data) -> tuple[str, ...]:
    """What a reader has to know of the first and of unfinished periods."""
    first = data.periods.row(0, named=True)
    notes = []
    if first["reported"]:
        notes.append(
            say(
                "Left truncated: who is first seen in the first period of the data ({period}) counts as "
                "new, though some may have been customers before.",
                period=first["period"],
            )
        )
    if data.periods["end"][-1] >= data.as_of:
        notes.append(say("The last period goes on: who seems dormant or churned in it may still come."))
    return tuple(notes)

"""Who is this: one customer's figures, mix, weeks, hours and whole timeline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import FIGURE, FIGURES, HISTORY, Answer, ByRow, Chart, Column, Parameter, Unit, measure, shared
from queries.customers.figures import gaps, shared_figures
from queries.customers.one import the_customer
from queries.eventlog.conditions import as_spelled, one_of

if TYPE_CHECKING:
    from queries.data.data import Data

WEEKS = 52

TIMELINE = (
    Column("time", "when it happened, in the data's time zone", Unit.TIME, key=True),
    Column("event", "the kind of event", Unit.TEXT),
    Column("channel", "the channel it came through", Unit.TEXT),
    Column("amount", "its amount; refunds are negative", Unit.MONEY),
)

PARTS = {
    "figures": (
        Column("measure", "the figure", Unit.NAME, key=True),
        Column("value", "its value; dates as text", Unit.NUMBER, unit_column="unit"),
        Column("date", "the date, for figures that are one", Unit.DATE),
        Column("unit", "what the value is", Unit.TEXT, worded=True),
    ),
    "silence": (
        FIGURE["days_since_last"],
        FIGURE["usual_gap"],
        Column(
            "times_usual",
            "the present silence as a multiple of the usual gap",
            Unit.RATE,
            numerator="days since the last order",
            denominator="the usual gap in days",
        ),
        Column("gaps", "gaps between days with an order", Unit.COUNT),
        Column("longer", "gaps longer than the present silence", Unit.COUNT),
        Column(
            "longer_share",
            "share of the customer's own gaps that were longer than the present silence",
            Unit.SHARE,
            numerator="longer",
            denominator="gaps",
        ),
    ),
    "attributes": (
        Column("attribute", "what is known of the customer", Unit.TEXT, key=True),
        Column("value", "its value", Unit.TEXT, personal=ByRow("attribute")),
    ),
    "mix": (
        shared.EVENT,
        Column("channel", "the channel", Unit.TEXT, key=True),
        shared.INTERACTIONS,
        Column("amount", "their amount", Unit.MONEY),
    ),
    "weeks": (
        Column("week", "first day of seven, the last week ends with the analysis date", Unit.DATE, key=True),
        Column("interactions", "events in the week", Unit.COUNT),
        Column("orders", "orders in the week", Unit.COUNT),
    ),
    "history": (
        Column("week", "first day of seven, as in `weeks`", Unit.DATE, key=True),
        shared.EVENT,
        Column("interactions", "events of the kind in the week; of kinds that the 52 weeks have", Unit.COUNT),
    ),
    "hours": (
        shared.WEEKDAY,
        Column("hour", "hour of the day", Unit.COUNT, key=True),
        shared.INTERACTIONS,
    ),
}


@measure(
    id="customer",
    title="Customer",
    question="Who is this?",
    also="portrait, one customer, 客户画像",
    place=10,
    columns=TIMELINE,
    parts=PARTS,
    parameters=(
        Parameter("id", "the customer's id, as in the file", "text"),
        Parameter("event", "the kind of event the timeline tells; empty tells all", "event"),
    ),
    formula="the customer's own events before the analysis date, newest first",
    source="the event log",
    chart=Chart("stacked", "week", ("interactions",), series="event", part="history"),
    without=(HISTORY,),
)
def customer(data: Data, id: str | None = None, event: str | None = None) -> Answer:  # noqa: A002 - as it is typed
    """One customer's timeline, with figures, silence, attributes, mix, weeks, history and hours beside it.

    Everything here is the customer's own; where the customer stands among all is `customer_standing`. Without a
    history there are the attributes alone.

    Args:
        data: The scoped data.
        id: The customer's id as in the file.
        event: The only kind of event that the timeline tells.

    Raises:
        UsageError: No id was given, or there is no such customer or kind of event.
    """
    person = the_customer(data, id)
    if not data.log.has(HISTORY):
        attributes = _attributes(person)
        return Answer(attributes, columns=PARTS["attributes"], parts={"attributes": attributes}, in_memory=True)
    events = person.events
    listed = events.filter(one_of("event", as_spelled("event", (event,), data.log.kinds))) if event else events
    # Of one instant, what stands later in the file is newer.
    timeline = (
        listed.reverse()
        .sort("time", descending=True, maintain_order=True)
        .select("time", pl.col("event", "channel").cast(pl.String), data.money(pl.col("amount")).alias("amount"))
    )
    return Answer(
        timeline,
        {
            "figures": _figures(person),
            "silence": _silence(person),
            "attributes": _attributes(person),
            "mix": _mix(data, events),
            "weeks": _weeks(person),
            "history": _history(person),
            "hours": _hours(events),
        },
        in_memory=True,
    )


def _silence(person: Data) -> pl.LazyFrame:
    """The present silence against the customer's own gaps, one row; blank where there are none."""
    figures = shared_figures(person).select("days_since_last", "usual_gap")
    compared = gaps(person).select("gap").join(figures, how="cross")
    longer = (pl.col("gap") > pl.col("days_since_last")).sum()
    counts = compared.select(gaps=pl.len(), longer=longer.cast(pl.UInt32))
    silence, usual = pl.col("days_since_last"), pl.col("usual_gap")
    return figures.join(counts, how="cross").select(
        "days_since_last",
        "usual_gap",
        times_usual=pl.when(usual > 0).then(silence / usual),
        gaps="gaps",
        longer="longer",
        longer_share=pl.when(pl.col("gaps") > 0).then(pl.col("longer") / pl.col("gaps")),
    )


def _figures(person: Data) -> pl.LazyFrame:
    """The shared per-customer figures of this customer, one row each."""
    frame = shared_figures(person)
    dates = [column.name for column in FIGURES if column.unit is Unit.DATE]
    numbers = frame.select(pl.col(c.name).cast(pl.Float64) for c in FIGURES if c.name not in dates)
    listed = pl.LazyFrame({"measure": [c.name for c in FIGURES], "unit": [c.unit.value for c in FIGURES]})
    values = numbers.unpivot(variable_name="measure", value_name="value")
    days = frame.select(dates).unpivot(variable_name="measure", value_name="date")
    joined = listed.join(values, on="measure", how="left", maintain_order="left")
    return joined.join(days, on="measure", how="left", maintain_order="left").select("measure", "value", "date", "unit")


def _attributes(person: Data) -> pl.LazyFrame:
    """What the files say of this customer, as text."""
    names = list(person.log.attributes)
    frame = person.customers.select(pl.col("id", *names).cast(pl.String))
    return frame.unpivot(["id", *names], variable_name="attribute", value_name="value")


def _mix(data: Data, events: pl.LazyFrame) -> pl.LazyFrame:
    """Events and amounts by kind and channel, most frequent first."""
    counts = events.group_by("event", "channel").agg(interactions=pl.len(), amount=data.money(pl.col("amount").sum()))
    named = counts.with_columns(pl.col("event", "channel").cast(pl.String))
    return named.sort("interactions", "event", "channel", descending=[True, False, False])


def _weeks(person: Data) -> pl.LazyFrame:
    """The last 52 weeks, zeros where nothing happened."""
    counts = _recent(person).group_by("number").agg(interactions=pl.len(), orders=person.is_purchase.sum())
    filled = _calendar(person).join(counts, on="number", how="left", maintain_order="left")
    return filled.select("week", pl.col("interactions", "orders").fill_null(0))


def _history(person: Data) -> pl.LazyFrame:
    """The same weeks by kind of event: the most frequent kind first, of each every week."""
    recent = _recent(person).with_columns(pl.col("event").cast(pl.String))
    kinds = recent.group_by("event").agg(often=pl.len()).sort("often", "event", descending=[True, False])
    counts = recent.group_by("number", "event").agg(interactions=pl.len())
    filled = kinds.join(_calendar(person), how="cross", maintain_order="left_right").join(
        counts, on=["number", "event"], how="left", maintain_order="left"
    )
    return filled.select("week", "event", pl.col("interactions").fill_null(0))


def _recent(person: Data) -> pl.LazyFrame:
    """The events of the last 52 weeks with the number of their week."""
    first = person.day_number(person.as_of - timedelta(days=7 * WEEKS))
    number = ((pl.col("day") - first) // 7).cast(pl.Int64)
    return person.events.filter(pl.col("day") >= first).with_columns(number=number)


def _calendar(person: Data) -> pl.LazyFrame:
    """Number and first day of the last 52 weeks."""
    first = person.as_of - timedelta(days=7 * WEEKS)
    return pl.LazyFrame({"number": range(WEEKS), "week": [first + timedelta(days=7 * n) for n in range(WEEKS)]})


def _hours(events: pl.LazyFrame) -> pl.LazyFrame:
    """Events by weekday and hour; only the hours that have any."""
    return (
        events.group_by(weekday=pl.col("time").dt.weekday(), hour=pl.col("time").dt.hour())
        .agg(interactions=pl.len())
        .sort("weekday", "hour")
    )

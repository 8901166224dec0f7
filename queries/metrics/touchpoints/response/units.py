"""Messages, one row each: who got it, when, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.dimensions.split import ABSENT
from queries.eventlog.conditions import one_of
from queries.eventlog.nearest import beside_nearest
from queries.eventlog.runs import PAIR
from queries.meaning.mailing import step_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from queries.data.data import Data

STEPS = ("sent", "delivered", "bounced", "opened", "clicked", "unsubscribed")
TOLD_BY = ("message", "campaign")


def kinds_by_step(kinds: Iterable[str], *, exposures: bool) -> dict[str, list[str]]:
    """Step → the kinds of event that tell it; an exposure that is called otherwise (an invitation) was sent."""
    found: dict[str, list[str]] = {}
    for kind in kinds:
        step = step_of(kind) or ("sent" if exposures else None)
        if step:
            found.setdefault(step, []).append(kind)
    return found


@once(in_memory=True)
def units(data: Data) -> pl.LazyFrame:
    """Every message to a customer, or where no id tells messages apart every campaign: one row each, by customer.

    Returns:
        `customer`, `time` (when it was first sent; of one that nobody tells was sent, of its first response), `day`,
        `campaign`, `channel` (`ABSENT` where unknown), `ordered` (when the customer next ordered once it was sent; null
        where never), and a flag each of `STEPS`; delivered is whatever was sent and did not come back, where no kind of
        event tells it.
    """
    # Sorted by one number, what belongs together is neighbours: grouping those is three times faster than hashing.
    told = [step for step in STEPS[1:] if step in told_kinds(data)]
    rows = _rows(data).sort("unit", maintain_order=True).with_columns(pl.col("unit").set_sorted())
    grouped = rows.group_by("unit", maintain_order=True).agg(
        pl.col("customer", "campaign", "channel").first(ignore_nulls=True),
        pl.col("time", "sent_at", "ordered").min(),
        pl.col(told).any(),
    )
    each = grouped.with_columns(pl.lit(value=False).alias(step) for step in STEPS if step not in told)
    sent = pl.col("sent_at").is_not_null()
    arrived = pl.col("delivered") if "delivered" in told else sent & ~pl.col("bounced")
    return (
        each.with_columns(
            pl.col("campaign", "channel").fill_null(ABSENT),
            time=pl.coalesce("sent_at", "time"),
            sent=sent,
            delivered=arrived,
        )
        .with_columns(day=data.day_of("time"))
        .drop("unit", "sent_at")
    )


@once
def told_kinds(data: Data) -> dict[str, list[str]]:
    """Step → every kind of event that tells it, exposures first."""
    exposed = data.exposures.collect_schema()["event"]
    told = kinds_by_step(exposed.categories if isinstance(exposed, pl.Enum) else (), exposures=True)
    for step, kinds in kinds_by_step(data.log.kinds, exposures=False).items():
        told[step] = [*told.get(step, []), *kinds]
    return told


def _rows(data: Data) -> pl.LazyFrame:
    """Exposures and responses below each other: `unit` (the number of customer and message), `customer`, `time`, its
    `campaign` and `channel`, `sent_at` and `ordered` where it tells that something was sent, and a flag a step."""
    # Being put into an arm of a test is no message.
    exposures = data.exposures.filter(pl.col("variant").is_null())
    columns = [name for name in TOLD_BY if data.log.has(name)]
    responses = kinds_by_step(data.log.kinds, exposures=False)
    kinds = [kind for told in responses.values() for kind in told]
    events = data.events_with(*columns) if columns else data.events
    answered = events.filter(one_of("event", kinds))
    schemas = [frame.collect_schema() for frame in (exposures, answered)]
    named = {name: _together(schemas, name) for name in (*TOLD_BY, "channel")}
    both = ((exposures, told_kinds(data)), (answered, responses))
    orders = data.purchases.select("customer", "time", ordered="time")
    return pl.concat(
        beside_nearest(_flagged(frame, kinds, named), orders, ("ordered",), strategy="forward") for frame, kinds in both
    ).with_columns(pl.when("sent").then("time").alias("sent_at"), pl.when("sent").then("ordered"))


def _together(schemas: Sequence[pl.Schema], name: str) -> pl.Enum:
    """The names of a column in exposures and events, which have names of their own: grouping codes beats texts."""
    held = [schema[name] for schema in schemas if name in schema]
    names = [names for dtype in held if isinstance(dtype, pl.Enum) for names in dtype.categories]
    return pl.Enum(list(dict.fromkeys([*names, ABSENT])))


def _flagged(frame: pl.LazyFrame, kinds: dict[str, list[str]], named: dict[str, pl.Enum]) -> pl.LazyFrame:
    """The rows with a flag a step, their names as in `named`; whatever was delivered was sent."""
    schema = frame.collect_schema()
    has = {name: pl.col(name).cast(dtype) if name in schema else pl.lit(None, dtype) for name, dtype in named.items()}
    known = schema["event"].categories if isinstance(schema["event"], pl.Enum) else ()
    flags = {step: one_of("event", [kind for kind in kinds.get(step, ()) if kind in known]) for step in STEPS}
    flags["sent"] |= flags["delivered"]
    # A message is one whatever campaign its rows name; the campaign is then only what it is called.
    codes = {name: has[name].to_physical().cast(pl.UInt32) for name in TOLD_BY}
    told = pl.coalesce(codes["message"], codes["campaign"] + len(named["message"].categories))
    return frame.select(
        "customer",
        "time",
        unit=pl.col("customer").cast(pl.UInt64) * PAIR + told.fill_null(PAIR - 1),
        campaign=has["campaign"],
        channel=has["channel"],
        **flags,
    )

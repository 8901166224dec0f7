"""Messages, one row each: who got it, when, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.eventlog.conditions import one_of
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
        `campaign`, `channel` (null where unknown), and a flag each of `STEPS`; delivered is whatever was sent and did
        not come back, where no kind of event tells it.
    """
    rows = _rows(data)
    held = {name: pl.col(name).any() for name in STEPS}
    sent_at = pl.col("time").filter(pl.col("sent") | pl.col("delivered")).min()
    grouped = rows.group_by("customer", *TOLD_BY).agg(
        time=pl.coalesce(sent_at, pl.col("time").min()),
        day=pl.coalesce(pl.col("day").filter(pl.col("sent") | pl.col("delivered")).min(), pl.col("day").min()),
        named=pl.col("named").drop_nulls().first(),
        channel=pl.col("channel").drop_nulls().first(),
        **held,
    )
    sent = pl.col("sent") | pl.col("delivered")
    arrived = pl.col("delivered") if "delivered" in told_kinds(data) else sent & ~pl.col("bounced")
    each = grouped.with_columns(sent=sent, delivered=arrived).sort("customer", "time", *TOLD_BY)
    return each.select("customer", "time", "day", pl.col("named").alias("campaign"), "channel", *STEPS)


@once
def told_kinds(data: Data) -> dict[str, list[str]]:
    """Step → every kind of event that tells it, exposures first."""
    exposed = data.exposures.collect_schema()["event"]
    told = kinds_by_step(exposed.categories if isinstance(exposed, pl.Enum) else (), exposures=True)
    for step, kinds in kinds_by_step(data.log.kinds, exposures=False).items():
        told[step] = [*told.get(step, []), *kinds]
    return told


def _rows(data: Data) -> pl.LazyFrame:
    """Exposures and responses below each other: `customer`, `time`, `day`, `channel`, what tells the message apart, and
    a flag a step."""
    # Being put into an arm of a test is no message.
    exposures = data.exposures.filter(pl.col("variant").is_null())
    columns = [name for name in TOLD_BY if data.log.has(name)]
    responses = kinds_by_step(data.log.kinds, exposures=False)
    kinds = [kind for told in responses.values() for kind in told]
    events = data.events_with(*columns) if columns else data.events
    answered = events.filter(one_of("event", kinds))
    schemas = [frame.collect_schema() for frame in (exposures, answered)]
    named = {name: _together(schemas, name) for name in (*TOLD_BY, "channel")}
    return pl.concat([_flagged(exposures, told_kinds(data), named), _flagged(answered, responses, named)])


def _together(schemas: Sequence[pl.Schema], name: str) -> pl.Enum:
    """The names of a column in exposures and events, which have names of their own: grouping codes beats texts."""
    held = [schema[name] for schema in schemas if name in schema]
    names = [names for dtype in held if isinstance(dtype, pl.Enum) for names in dtype.categories]
    return pl.Enum(list(dict.fromkeys(names)))


def _flagged(frame: pl.LazyFrame, kinds: dict[str, list[str]], named: dict[str, pl.Enum]) -> pl.LazyFrame:
    """The rows with a flag a step, their names as in `named`."""
    schema = frame.collect_schema()
    has = {name: pl.col(name).cast(dtype) if name in schema else pl.lit(None, dtype) for name, dtype in named.items()}
    known = schema["event"].categories if isinstance(schema["event"], pl.Enum) else ()
    flags = {step: one_of("event", [kind for kind in kinds.get(step, ()) if kind in known]) for step in STEPS}
    return frame.select(
        "customer",
        "time",
        "day",
        has["channel"].alias("channel"),
        message=has["message"],
        # A message is one whatever campaign its rows name; the campaign is then only what it is called.
        campaign=pl.when(has["message"].is_null()).then(has["campaign"]),
        named=has["campaign"],
        **flags,
    )

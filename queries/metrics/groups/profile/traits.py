"""What can set a segment apart: attributes, events, channels, times and products, counted by segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import HISTORY, WEEKDAYS
from queries.customers.attributes import OTHER, OTHER_BESIDE, telling_attributes
from queries.data.once import once
from queries.dimensions.split import ABSENT, Split, split_by
from queries.eventlog.runs import starts
from queries.metrics.groups.profile.items import OF, buyers_of, by_bought
from queries.metrics.groups.profile.whose import whose
from queries.question.periods import DAY_MS, EPOCH, HOUR_MS
from queries.segments.membership import membership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.data.data import Data

EVERYTHING = "everything"
CUSTOMERS, EVENTS = "customers", "events"
"""What a trait's shares are of: customers, or their events."""

BANDS = ("00–06", "06–12", "12–18", "18–24")
BAND_MS, BANDS_A_DAY = 6 * HOUR_MS, 4
COUNTS = {"value": pl.String, "place": pl.UInt32, "code": pl.UInt32, "n": pl.Int64}


@dataclass(frozen=True)
class Trait:
    """One thing that customers differ in.

    Attributes:
        name: What it is called in the answer.
        of: Whether shares are of customers or of their events.
        counts: `value`, `place` (its order among the values), `code` (the segment; null is none that is told) and
            `n`, a row a value and segment where there are any.
    """

    name: str
    of: str
    counts: pl.LazyFrame


@once
def traits(data: Data, about: str, segment: str | None) -> tuple[Trait, ...]:
    """Everything that is known of the customers, counted by value and segment.

    Args:
        data: The scoped data.
        about: `everything`, or `attributes`, `events` or `products` alone.
        segment: Whose profile it is, as `whose` reads it.
    """
    asked, counted_traits = whose(data, segment), list[Trait]()
    compared, codes = asked.data, asked.codes
    if about in (EVERYTHING, "attributes"):
        for name in (name for name in telling_attributes(compared) if name != asked.by):
            values = attribute_values(compared, name)
            counted_traits.append(Trait(shown_as(name), CUSTOMERS, _by_customer(values, codes)))
    if about in (EVERYTHING, "events") and data.log.has(HISTORY):
        counted_traits += _of_events(data, segment)
    if about in (EVERYTHING, "products") and data.log.has("items"):
        counted_traits += [Trait(name, CUSTOMERS, by_bought(compared, name, codes).select(*COUNTS)) for name in OF]
    return tuple(counted_traits)


def _of_events(data: Data, segment: str | None) -> Iterator[Trait]:
    """What customers did, through which channel, and when."""
    did = _kinds(data, segment)
    for name in ("event", *(("channel",) if data.log.channels else ())):
        yield Trait(name, CUSTOMERS, _by_event(split_by(data, name), did))
    cells = _times(data, segment)
    yield Trait("weekday", EVENTS, _of_times(cells, WEEKDAYS, pl.col("cell") // BANDS_A_DAY))
    hours = _of_times(cells, BANDS, pl.col("cell") % BANDS_A_DAY)
    # Where everything is at midnight the data have dates only.
    yield Trait("hour", EVENTS, hours.filter((pl.col("place") > 0).any()))


def shown_as(attribute: str) -> str:
    """The name of an attribute in the answer; one that is called like something else says whose it is."""
    return f"customer {attribute}" if attribute in ("weekday", "hour", *OF) else attribute


def attribute_values(data: Data, name: str) -> pl.LazyFrame:
    """Each customer's group by an attribute, as the segmentation `attribute` has them: `customer`, `value`, `place`."""
    members = membership(data, "attribute", name=name)
    last = pl.col("place").max() + 1
    return members.select(
        "customer", value=pl.col("segment").cast(pl.String), place=pl.col("place").fill_null(last).fill_null(0)
    )


def _by_customer(values: pl.LazyFrame, codes: pl.LazyFrame) -> pl.LazyFrame:
    """Customers by value and segment; nothing where hardly two share a value: that tells only who somebody is."""
    placed = values.join(codes, on="customer", how="left", maintain_order="left")
    counts = placed.group_by("value", "place", "code").agg(n=pl.len().cast(pl.Int64))
    alone = pl.col("value").is_in([OTHER, OTHER_BESIDE, ABSENT])
    shared = pl.col("n").filter(~alone).sum() * 2 >= pl.col("n").filter(pl.col("value") != ABSENT).sum()
    return counts.filter(shared).select(pl.col(name).cast(dtype) for name, dtype in COUNTS.items())


def _by_event(split: Split, did: pl.LazyFrame) -> pl.LazyFrame:
    """Customers who did it, by kind of event or channel, and segment, of what everybody did (`_kinds`)."""
    parts = []
    for frame in split.apart(did):
        first_times = frame.filter(starts("customer", "code")).select("segment", place="code")
        parts.append(first_times.group_by("place", code="segment").agg(n=pl.len().cast(pl.Int64)))
    value = pl.lit(pl.Series(list(split.values), dtype=pl.String)).gather("place")
    return pl.concat(parts).with_columns(value=value).select(*COUNTS)


@once
def _kinds(data: Data, segment: str | None) -> pl.LazyFrame:
    """What each customer did, the same again and again only once: `customer`, `event`, `channel`, `segment`."""
    asked = whose(data, segment)
    did = asked.data.reported.select("customer", "event", "channel").filter(starts("customer", "event", "channel"))
    return asked.data.beside(did, asked.codes.rename({"code": "segment"}), "segment")


def cell_of(data: Data) -> pl.Expr:
    """Weekday and part of the day of an event as one number: 4 × weekday (0 is Monday) + part."""
    log = data.log
    days = range((log.last_day - log.first_day).days + 1)
    weekdays = ((log.first_day.weekday() + day) % 7 for day in days)
    cells = pl.Series([weekday * BANDS_A_DAY + band for weekday in weekdays for band in range(4)], dtype=pl.UInt8)
    begin = (log.first_day - EPOCH).days * DAY_MS
    # One division and a look-up are faster than two divisions and two remainders.
    return pl.lit(cells).gather((pl.col("time").cast(pl.Int64) - begin) // BAND_MS)


@once
def _times(data: Data, segment: str | None) -> pl.LazyFrame:
    """Events by weekday, part of the day and segment: `cell`, `code`, `n`."""
    asked = whose(data, segment)
    placed = asked.data.reported.select("customer", cell=cell_of(data))
    events = asked.data.beside(placed, asked.codes, "code")
    return events.group_by("cell", "code").agg(n=pl.len().cast(pl.Int64))


def _of_times(cells: pl.LazyFrame, names: tuple[str, ...], place: pl.Expr) -> pl.LazyFrame:
    """Events by weekday or by part of the day, and segment."""
    counts = cells.group_by(place.cast(pl.UInt32).alias("place"), "code").agg(pl.col("n").sum())
    value = pl.lit(pl.Series(names, dtype=pl.String)).gather("place")
    return counts.with_columns(value=value).select(*COUNTS)


def having(data: Data, trait: str, value: Any) -> pl.LazyFrame:
    """The customers with a value of a trait: `customer`, once or more each."""
    attributes = {shown_as(name): name for name in data.log.attributes}
    if trait in attributes:
        return attribute_values(data, attributes[trait]).filter(pl.col("value") == value).select("customer")
    if trait in OF:
        return buyers_of(data, trait, value)
    if trait == "weekday":
        matching = cell_of(data) // BANDS_A_DAY == WEEKDAYS.index(value)
    elif trait == "hour":
        matching = cell_of(data) % BANDS_A_DAY == BANDS.index(value)
    else:
        matching = split_by(data, trait).condition(value)
    return data.reported.filter(matching).select("customer")

"""Dimensions an answer can be broken down by: the event, its channel, whether it is active, who the customer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from queries import catalogue
from queries.catalogue import HISTORY
from queries.data.once import once
from queries.errors import UsageError
from queries.eventlog.conditions import one_of
from queries.segments.membership import membership
from queries.segments.summary import in_order, places
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.data.data import Data


OF_EVENTS = ("event", "channel", "activity")
"""What tells events apart, before attributes of these names."""
ABSENT = "(none)"
MOST_BY_FILTER = 24
"""Up to so many values, filtering for each and comparing neighbours is faster than hashing or sorting."""


@dataclass(frozen=True)
class Split:
    """A dimension of events.

    Attributes:
        name: The dimension, and its column's name in the answer.
        values: The values it takes, in the order they are shown.
        code: Expression over events: the position in `values` (u32).
        conditions: Expressions over events, one a value: whether an event has it.
        per_customer: Whether all events of a customer have the same value, so that neighbouring rows of one
            customer need not be told apart by it.
    """

    name: str
    values: Sequence[str]
    code: pl.Expr
    conditions: Sequence[pl.Expr]
    per_customer: bool = False

    def label(self, code: str) -> pl.Expr:
        """The value that a column of codes stands for, as text, named after the dimension."""
        return pl.lit(pl.Series("value", self.values, dtype=pl.String)).gather(pl.col(code)).alias(self.name)

    def condition(self, value: str) -> pl.Expr:
        """Whether an event has a value."""
        return self.conditions[list(self.values).index(value)]

    def apart(self, events: pl.LazyFrame) -> list[pl.LazyFrame]:
        """Events with the column `code`, in frames where the neighbours of one customer and code are its events.

        Args:
            events: Rows in log order.

        Returns:
            One frame where a customer has one value only; else a frame a value, which is faster than hashing
            as long as there are few; else one that is sorted by customer and code. In each of them a run of
            (customer, code) is what one customer did of one value, in the order of time.
        """
        if self.per_customer:
            return [events.with_columns(code=self.code)]
        if len(self.values) <= MOST_BY_FILTER:
            codes = [pl.lit(place, dtype=pl.UInt32) for place in range(len(self.values))]
            pairs = zip(self.conditions, codes, strict=True)
            return [events.filter(condition).with_columns(code=code) for condition, code in pairs]
        return [events.with_columns(code=self.code).sort("customer", "code", maintain_order=True)]


def apart(dimension: Split | None, events: pl.LazyFrame) -> list[pl.LazyFrame]:
    """Events with the column `code`, as `Split.apart` has them; without a split all are of code 0."""
    return dimension.apart(events) if dimension else [events.with_columns(code=pl.lit(0, dtype=pl.UInt32))]


@once
def split_by(data: Data, name: str) -> Split:
    """The dimension of that name: event, channel, activity, a customer attribute, or a segmentation.

    Raises:
        UsageError: There is no such dimension.
    """
    has_events = data.log.has(HISTORY)
    if has_events and name in OF_EVENTS:
        return {"event": _by_event, "channel": _by_channel, "activity": _by_activity}[name](data)
    if name in data.log.attributes:
        return _by_segment(data, name, "attribute", {"name": name})
    segmentations = {entry.id: entry.needs for entry in catalogue.segmentations()}
    if name in segmentations:
        return _by_segment(data, name, name, {})
    answerable = (id_ for id_, needs in segmentations.items() if data.log.has_all(needs))
    names = [*(OF_EVENTS if has_events else ()), *data.log.attributes, *answerable]
    raise UsageError(
        say("There is no dimension “{name}” to split by.", name=name),
        say("There are {names}.", names=say(", ").join(names)),
    )


def _by_event(data: Data) -> Split:
    """The kind of event."""
    kinds, event = data.log.kinds, pl.col("event")
    return Split("event", kinds, event.to_physical().cast(pl.UInt32), [event == kind for kind in kinds])


def _by_channel(data: Data) -> Split:
    """The channel; events without one come last."""
    channels, channel = data.log.channels, pl.col("channel")
    code = channel.to_physical().cast(pl.UInt32).fill_null(len(channels))
    conditions = [*(channel == name for name in channels), channel.is_null()]
    return Split("channel", (*channels, ABSENT), code, conditions)


def _by_activity(data: Data) -> Split:
    """Active, passive or ignored, looked up from the kind of event."""
    values = ("active", "passive", "ignore")
    activities = [data.log.activity(kind).kind for kind in data.log.kinds]
    codes = pl.Series("activity", [values.index(value) for value in activities], dtype=pl.UInt32)
    kinds = [
        [kind for kind, activity in zip(data.log.kinds, activities, strict=True) if activity == value]
        for value in values
    ]
    conditions = [one_of("event", names) for names in kinds]
    return Split("activity", values, pl.lit(codes).gather(pl.col("event").to_physical()), conditions)


def _by_segment(data: Data, name: str, segmentation: str, given: Mapping[str, Any]) -> Split:
    """The segment of each customer of the scope, looked up by the customer's code; in the segmentation's order."""
    by_customer = membership(data, segmentation, **given)
    members = data.keep(by_customer.select("customer", pl.col("segment").cast(pl.String), "^place$"))
    each = members.group_by("segment").agg(**places(members))
    segments = data.keep(in_order(each, catalogue.segmentation(segmentation))).collect()["segment"].to_list()
    # Who is not in the scope has no events in it: which value they get does not matter.
    everyone = data.log.customers.select("customer").join(members, on="customer", how="left", maintain_order="left")
    segment_by_code = (
        data.keep(everyone.select(pl.col("segment").fill_null(segments[0] if segments else ABSENT)))
        .collect()
        .to_series()
    )
    segments = segments or [ABSENT]
    codes = segment_by_code.cast(pl.Enum(segments)).to_physical().cast(pl.UInt32)
    code = pl.lit(codes).gather(pl.col("customer"))
    return Split(name, segments, code, [code == place for place in range(len(segments))], per_customer=True)

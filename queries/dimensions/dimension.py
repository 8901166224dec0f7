"""Dimensions that can be crossed: what an answer can be split by, and the period, weekday and hour besides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from queries import catalogue
from queries.catalogue import HISTORY, WEEKDAYS, Column, Unit, shared
from queries.data.once import once
from queries.dimensions.split import split_by
from queries.errors import UsageError
from queries.question.periods import HOUR_MS
from queries.segments.membership import membership
from queries.wording import say

if TYPE_CHECKING:
    from queries.catalogue import Metric
    from queries.data.data import Data
    from queries.eventlog.model import EventLog

HOURS, WEEK = 24, 7
IN_TIME = ("period", "weekday", "hour")
OF_EVENTS = ("event", "channel", "activity", *IN_TIME)
"""The dimensions of events: one customer can have several values. All others are of customers."""
OF_CUSTOMER = "customer "
"""Before the name of an attribute that is called like a dimension of time."""

MOST_VALUES = 500
"""A dimension of more values makes a table nobody can read."""


@dataclass(frozen=True)
class Dimension:
    """What tells events or customers apart.

    Attributes:
        name: The dimension.
        column: What its column in an answer means.
        values: Its values in their own order: dates of periods, 1 to 7 for weekdays, hours, else words.
        code: Over events: the place in `values` (u32); None for a dimension of customers.
        codes: Over customers: `customer`, `code` (u32), sorted by customer; None for a dimension of events.
    """

    name: str
    column: Column
    values: pl.Series
    code: pl.Expr | None = None
    codes: pl.LazyFrame | None = None

    @property
    def per_customer(self) -> bool:
        """Whether every customer has one value."""
        return self.codes is not None

    def label(self, code: str) -> pl.Expr:
        """The values that a column of codes stands for."""
        return pl.lit(self.values).gather(code).alias(self.column.name)

    def code_of(self, value: Any) -> int:
        """The place of a value."""
        return self.values.to_list().index(value)

    def called(self, name: str) -> Dimension:
        """The dimension with another name of its column in the answer."""
        return self if name == self.column.name else replace(self, column=replace(self.column, name=name, title=None))


def names(log: EventLog) -> list[str]:
    """What can be crossed in these data, in the order it is offered."""
    segmentations = [entry.id for entry in catalogue.segmentations() if log.has_all(entry.needs)]
    segmentations = [id_ for id_ in segmentations if id_ != "attribute"]  # every attribute is one of its own name
    if not log.has(HISTORY):
        return list(dict.fromkeys([*segmentations, *log.attributes]))
    of_events = [name for name in OF_EVENTS if name != "channel" or log.channels]
    attributes = [f"{OF_CUSTOMER}{name}" if name in IN_TIME else name for name in log.attributes]
    return list(dict.fromkeys([*segmentations, *of_events, *attributes]))


@once
def dimension(data: Data, name: str) -> Dimension:
    """The dimension of that name.

    Args:
        data: The scoped data.
        name: `event`, `channel`, `activity`, `period`, `weekday`, `hour`, a segmentation, or a customer attribute.

    Raises:
        UsageError: There is no such dimension, or it has too many values for a table.
    """
    in_time = {"period": _period, "weekday": _weekday, "hour": _hour}
    if name in in_time and data.log.has(HISTORY):
        return in_time[name](data)
    segmentation = next((entry for entry in catalogue.segmentations() if entry.id == name), None)
    if name not in names(data.log):
        if segmentation is not None:
            data.require(*segmentation.needs)
        if name in OF_EVENTS:
            data.require(HISTORY)
        raise UsageError(
            say("There is no dimension “{name}”.", name=name),
            say("There are {names}.", names=say(", ").join(names(data.log))),
        )
    if segmentation is None or name in data.log.attributes:
        return _of_split(data, name)
    return _of_segments(data, segmentation)


def _words(name: str, title: str | None = None, *, ours: bool = False) -> Column:
    """A column of words; `ours` are said in the language that is spoken."""
    return Column(name, say("the {by}", by=say(name.replace("_", " "))), Unit.TEXT, key=True, title=title, worded=ours)


def _of_segments(data: Data, segmentation: Metric) -> Dimension:
    """A segmentation; where its segments are declared, nothing has to be worked out to know them."""
    name, declared = segmentation.id, segmentation.segmentation
    if declared is not None and declared.segments is not None:
        members = membership(data, name).select("customer", "segment")
        if isinstance(members.collect_schema()["segment"], pl.Enum):
            place = pl.col("segment").to_physical().cast(pl.UInt32)
            codes = members.select(pl.col("customer").set_sorted(), code=place)
            values = pl.Series(declared.names, dtype=pl.String)
            return Dimension(name, _words(name, segmentation.title, ours=True), values, codes=codes)
    return _of_split(data, name, segmentation.title)


def _of_split(data: Data, name: str, title: str | None = None) -> Dimension:
    """What answers can be split by: an attribute, an event, a channel, whether it is active, a segmentation."""
    # Only here an attribute needs a name of its own: the log has no split by time.
    attribute = name.removeprefix(OF_CUSTOMER)
    split = split_by(data, attribute if attribute in IN_TIME else name)
    if len(split.values) > MOST_VALUES:
        raise UsageError(
            say("{name} has {values:,} values, too many for a table.", name=split.name, values=len(split.values)),
            say("Choose another dimension, or a segment."),
        )
    column, values = _words(name, title, ours=True), pl.Series(list(split.values), dtype=pl.String)
    if not split.per_customer:
        return Dimension(split.name, column, values, code=split.code)
    codes = data.customers.select("customer").with_columns(code=split.code)
    return Dimension(split.name, column, values, codes=codes)


def _period(data: Data) -> Dimension:
    """The period an event falls into."""
    column = shared.PERIOD
    return Dimension("period", column, data.periods["period"], code=data.period_index.cast(pl.UInt32))


def _weekday(data: Data) -> Dimension:
    """The day of the week."""
    column = Column("weekday", "day of the week, 1 is Monday", Unit.COUNT, key=True, names=WEEKDAYS)
    code = (pl.col("day") + data.log.first_day.weekday()) % WEEK
    values = pl.Series(range(1, WEEK + 1), dtype=pl.UInt8)
    return Dimension("weekday", column, values, code=code.cast(pl.UInt32))


def _hour(data: Data) -> Dimension:  # noqa: ARG001 - as the other dimensions of time are made
    """The hour of the day."""
    column = Column("hour", "hour of the day in the data's time zone", Unit.COUNT, key=True)
    code = pl.col("time").cast(pl.Int64) // HOUR_MS % HOURS
    return Dimension("hour", column, pl.Series(range(HOURS), dtype=pl.UInt8), code=code.cast(pl.UInt32))

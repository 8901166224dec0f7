"""Dimensions that can be crossed: what an answer can be split by, and the period, weekday and hour besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from queries import catalogue
from queries.catalogue import WEEKDAYS, Column, Unit
from queries.dimensions.split import split_by
from queries.errors import UsageError
from queries.segments.membership import membership

if TYPE_CHECKING:
    from queries.data.data import Data
    from queries.eventlog.model import EventLog

HOUR_MS, HOURS, WEEK = 3_600_000, 24, 7
IN_TIME = ("period", "weekday", "hour")
OF_EVENTS = ("event", "channel", "activity", *IN_TIME)
"""The dimensions of events: one customer can have several values. All others are of customers."""

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


def names(log: EventLog) -> list[str]:
    """What can be crossed in these data, in the order it is offered."""
    segmentations = [entry.id for entry in catalogue.segmentations() if all(map(log.has, entry.needs))]
    segmentations.remove("attribute")  # every attribute is a dimension of its own name
    own = [name for name in OF_EVENTS if name != "channel" or log.channels]
    attributes = [f"customer {name}" if name in IN_TIME else name for name in log.attributes]
    return list(dict.fromkeys([*segmentations, *own, *attributes]))


def dimension(data: Data, name: str, column: str | None = None) -> Dimension:
    """The dimension of that name.

    Args:
        data: The scoped data.
        name: `event`, `channel`, `activity`, `period`, `weekday`, `hour`, a segmentation, or a customer attribute.
        column: The name of its column in the answer; None is the dimension's own.

    Raises:
        UsageError: There is no such dimension, or it has too many values for a table.
    """
    column = column or name
    if name in IN_TIME:
        return {"period": _period, "weekday": _weekday, "hour": _hour}[name](data, column)
    if name not in names(data.log):
        catalogued = {entry.id for entry in catalogue.segmentations()}
        if name in catalogued:
            data.require(*catalogue.metric(name).needs)
        raise UsageError(f"There is no dimension “{name}”.", f"There are {', '.join(names(data.log))}.")
    titles = {} if name in data.log.attributes else {entry.id: entry.title for entry in catalogue.segmentations()}
    title = titles.get(name) if column == name else None
    about = Column(column, f"the {name.replace('_', ' ')}", Unit.TEXT, key=True, title=title)
    attribute = name.removeprefix("customer ")
    own = attribute if attribute in IN_TIME else name  # the log tells its other names apart by itself
    return _declared(data, name, about) or _split(data, own, about)


def _declared(data: Data, name: str, column: Column) -> Dimension | None:
    """A segmentation whose segments are declared: nothing has to be worked out to know them."""
    found = next((entry.segmentation for entry in catalogue.segmentations() if entry.id == name), None)
    if found is None or found.segments is None or name in data.log.attributes:
        return None
    members = membership(data, name).select("customer", "segment")
    if not isinstance(members.collect_schema()["segment"], pl.Enum):
        return None
    values = pl.Series(found.names, dtype=pl.String)
    codes = members.select(pl.col("customer").set_sorted(), code=pl.col("segment").to_physical().cast(pl.UInt32))
    return Dimension(name, column, values, codes=codes)


def _split(data: Data, name: str, column: Column) -> Dimension:
    """A dimension that answers can be split by."""
    split = split_by(data, name)
    if len(split.values) > MOST_VALUES:
        raise UsageError(
            f"{name} has {len(split.values):,} values, too many for a table.", "Choose another dimension, or a segment."
        )
    values = pl.Series(list(split.values), dtype=pl.String)
    if not split.per_customer:
        return Dimension(name, column, values, code=split.code)
    codes = data.customers.select("customer").with_columns(code=split.code)
    return Dimension(name, column, values, codes=codes)


def _period(data: Data, column: str) -> Dimension:
    """The period an event falls into."""
    about = Column(column, "first day of the period", Unit.DATE, key=True)
    return Dimension("period", about, data.periods["period"], code=data.period_index.cast(pl.UInt32))


def _weekday(data: Data, column: str) -> Dimension:
    """The day of the week."""
    about = Column(column, "day of the week, 1 is Monday", Unit.COUNT, key=True, names=WEEKDAYS)
    code = (pl.col("day") + data.log.first_day.weekday()) % WEEK
    values = pl.Series(range(1, WEEK + 1), dtype=pl.UInt8)
    return Dimension("weekday", about, values, code=code.cast(pl.UInt32))


def _hour(data: Data, column: str) -> Dimension:
    """The hour of the day."""
    del data
    about = Column(column, "hour of the day in the data's time zone", Unit.COUNT, key=True)
    code = pl.col("time").cast(pl.Int64) // HOUR_MS % HOURS
    return Dimension("hour", about, pl.Series(range(HOURS), dtype=pl.UInt8), code=code.cast(pl.UInt32))

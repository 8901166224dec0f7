"""Dimensions an answer can be broken down by: the event, its channel, whether it is active, who the customer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from queries import catalogue
from queries.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.data import Data


@dataclass(frozen=True)
class Split:
    """A dimension of events.

    Attributes:
        name: The dimension, and its column's name in the answer.
        values: The values it takes, in the order they are shown.
        code: Expression over events: the position in `values` (u32).
        per_customer: Whether all events of a customer have the same value, so that neighbouring rows of one
            customer need not be told apart by it.
    """

    name: str
    values: Sequence[str]
    code: pl.Expr
    per_customer: bool

    @property
    def label(self) -> pl.Expr:
        """The value a code stands for, as text."""
        return pl.lit(pl.Series("value", self.values, dtype=pl.String)).gather(pl.col(self.name)).alias(self.name)


def split_by(data: Data, name: str) -> Split:
    """The dimension of that name: event, channel, activity, a customer attribute, or a segmentation.

    Raises:
        UsageError: There is no such dimension.
    """
    if name == "event":
        return Split(name, data.log.kinds, pl.col("event").to_physical().cast(pl.UInt32), per_customer=False)
    if name == "channel":
        absent = len(data.log.channels)
        code = pl.col("channel").to_physical().cast(pl.UInt32).fill_null(absent)
        return Split(name, (*data.log.channels, "(none)"), code, per_customer=False)
    if name == "activity":
        return _by_activity(data)
    if name in data.log.attributes:
        return _by_customer(data, name, data.log.customers.select("customer", value=pl.col(name).cast(pl.String)))
    if any(entry.id == name for entry in catalogue.segmentations()):
        return _by_customer(data, name, data.members(name).select("customer", value="segment"))
    known = [
        "event",
        "channel",
        "activity",
        *data.log.attributes,
        *(entry.id for entry in catalogue.segmentations()),
    ]
    raise UsageError(f"There is no dimension “{name}” to split by.", f"There are {', '.join(known)}.")


def _by_activity(data: Data) -> Split:
    """Active, passive or ignored, looked up from the kind of event."""
    values = ("active", "passive", "ignore")
    codes = pl.Series(
        "activity", [values.index(data.log.activity(kind).kind) for kind in data.log.kinds], dtype=pl.UInt32
    )
    return Split("activity", values, pl.lit(codes).gather(pl.col("event").to_physical()), per_customer=False)


def _by_customer(data: Data, name: str, values: pl.LazyFrame) -> Split:
    """A value a customer, looked up by the customer's code; customers without one are "(none)"."""
    everyone = data.log.customers.select("customer").join(values, on="customer", how="left", maintain_order="left")
    known = data.keep(everyone.select(pl.col("value").fill_null("(none)"))).collect().to_series()
    order = sorted(known.unique().to_list())
    codes = known.cast(pl.Enum(order)).to_physical().cast(pl.UInt32)
    return Split(name, order, pl.lit(codes).gather(pl.col("customer")), per_customer=True)

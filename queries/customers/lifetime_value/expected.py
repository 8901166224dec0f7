"""What to expect of each customer: P(alive) and value from models fitted to everyone, found once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.customers.lifetime_value.doubts import doubts
from queries.customers.lifetime_value.histories import (
    MONTH_DAYS,
    fitted_once,
    histories,
    pace,
)
from queries.data.events import stay_lazy
from queries.models.customer_value import Forecast, refusal, values

if TYPE_CHECKING:
    from queries.data.data import Data


def customer_values(data: Data) -> pl.LazyFrame | None:
    """P(alive) and value in the next twelve months of every buyer, fitted once a scope: for segments and profiles.

    Returns:
        `customer`, `p_alive`, `clv` (whole currency), sorted by customer; None where no model can be fitted, or
        where plans must stay whole, for a fit needs the numbers.
    """
    if data.keep is stay_lazy or why_no_values(data):
        return None
    return data.everyone.remembered("customer values", lambda: _values_of_all(data)).lazy()


def why_no_values(data: Data) -> str | None:
    """Why `customer_values` has none, in words; None where it has, or where plans must stay whole."""
    if data.keep is stay_lazy:
        return None
    everyone = data.everyone

    def refused() -> str | None:
        gap = everyone.keep(pace(everyone, data.until)).collect().item()
        return refusal(_whole(data), gap)

    return everyone.remembered("why no customer values", refused)


def value_doubts(data: Data) -> tuple[str, ...]:
    """What has to be said wherever `customer_values` has some and they are shown; nothing where all is well."""
    fitted = fitted_once(data, "mbg", "week", data.until, _whole(data))
    return tuple(doubts(fitted))


def _whole(data: Data) -> pl.DataFrame:
    """Every buyer's history up to the last day of the scope, worked out once."""
    everyone = data.everyone
    return everyone.once(("histories", data.until), lambda: histories(everyone, data.until)).collect()


def _values_of_all(data: Data) -> pl.DataFrame:
    """What `customer_values` returns, worked out."""
    whole = _whole(data)
    fitted = fitted_once(data, "mbg", "week", data.until, whole)
    told = values(fitted, whole, Forecast(12, MONTH_DAYS, 1.0, 0.10))
    return told.select(pl.col("customer").set_sorted(), "p_alive", "clv")

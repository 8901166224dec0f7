"""What to expect of each customer: P(alive) and value from models fitted to everyone, found once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.customers.lifetime_value.doubts import doubts
from queries.customers.lifetime_value.histories import (
    DISCOUNT,
    HORIZON,
    MARGIN,
    MODEL,
    MONTH_DAYS,
    UNIT,
    fitted_model,
    histories,
    why_no_model,
)
from queries.data.events import stay_lazy
from queries.data.once import once
from queries.models.customer_value import Forecast, values

if TYPE_CHECKING:
    from queries.data.data import Data
    from queries.models.customer_value import ValueModel


YEAR_AHEAD = Forecast(HORIZON, MONTH_DAYS, MARGIN, DISCOUNT)
"""What is looked ahead unless somebody says otherwise."""


def usual_model(data: Data) -> ValueModel:
    """The models of all buyers up to the last day of the scope that are fitted unless somebody says otherwise."""
    return fitted_model(data, MODEL, UNIT, data.until)


def customer_values(data: Data) -> pl.LazyFrame | None:
    """P(alive) and value in the next twelve months of every buyer, fitted once a scope: for segments and profiles.

    Returns:
        `customer`, `p_alive`, `clv` (whole currency), sorted by customer; None where no model can be fitted, or
        where plans must stay whole, for a fit needs the numbers.
    """
    if data.keep is stay_lazy or why_no_values(data):
        return None
    return _values_of_all(data).lazy()


def why_no_values(data: Data) -> str | None:
    """Why `customer_values` has none, in words; None where it has, or where plans must stay whole."""
    return None if data.keep is stay_lazy else why_no_model(data, data.until)


def value_doubts(data: Data) -> tuple[str, ...]:
    """What has to be said wherever `customer_values` has some and they are shown; nothing where all is well."""
    return tuple(doubts(usual_model(data)))


@once(of="everyone")
def _values_of_all(data: Data) -> pl.DataFrame:
    """What `customer_values` returns, worked out."""
    valued = values(usual_model(data), histories(data, data.until).collect(), YEAR_AHEAD)
    return valued.select(pl.col("customer").set_sorted(), "p_alive", "clv")

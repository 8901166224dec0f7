"""What customers are worth from here: a model of purchases times a model of amounts, discounted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from queries.models import gamma_gamma, purchases
from queries.models.histories import STATISTICS, Floats, Histories

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.models.fitting import Fit
    from queries.models.purchase_model import PurchaseModel

LEAST_REPEATERS = 100
LEAST_GAPS = 3


@dataclass(frozen=True)
class ValueModel:
    """Both models, fitted.

    Attributes:
        model: The model of purchases.
        unit_days: Days in its unit of time.
        purchases: What its fit has found.
        spend: What the fit of the amounts has found; None without amounts of 100 repeaters.
        correlation: Between frequency and value of repeaters; the models take them to be independent.
        histories: The distinct histories it was fitted to.
        repeaters: How many customers bought again.
    """

    model: PurchaseModel
    unit_days: float
    purchases: Fit
    spend: Fit | None
    correlation: float | None
    histories: Histories
    repeaters: int

    @property
    def no_dropout(self) -> bool:
        """Whether hardly anybody ever leaves, by this fit."""
        return purchases.has_no_dropout(self.model, self.purchases, self.histories)


@dataclass(frozen=True)
class Forecast:
    """What is looked ahead: months of so many days, the share of an amount that is kept, the loss in a year."""

    months: int
    month_days: float
    margin: float
    discount: float


def refusal(frame: pl.DataFrame, gap: float | None) -> str | None:
    """Why no model can be fitted to these histories, in words; None where one can."""
    repeaters = int((frame["frequency"] > 0).sum())
    if repeaters < LEAST_REPEATERS:
        return f"{repeaters:,} customers bought on a second day; a model needs {LEAST_REPEATERS}."
    days = int(frame["age"].cast(pl.Int64).max() or 0)  # type: ignore[arg-type]
    if gap is not None and days < LEAST_GAPS * gap:
        return f"The history of {days:,} days is shorter than {LEAST_GAPS} usual gaps of {gap:,.0f} days."
    return None


def fit(model: str, unit_days: float, frame: pl.DataFrame, check: Callable[[], None]) -> ValueModel:
    """Both models of some customers.

    Args:
        model: The id of a model of purchases.
        unit_days: Days in its unit of time.
        frame: `frequency`, `recency`, `age` (days), `monetary`, a row a customer.
        check: Called between the steps; raises to stop.
    """
    chosen = purchases.MODELS[model]
    weighed = Histories.of(distinct(frame), unit_days)
    again = frame.filter(pl.col("frequency") > 0)
    paid = again.filter(pl.col("monetary") > 0)
    x, z = (paid[name].to_numpy().astype(np.float64) for name in ("frequency", "monetary"))
    enough = len(paid) >= LEAST_REPEATERS
    return ValueModel(
        model=chosen,
        unit_days=unit_days,
        purchases=purchases.fit(chosen, weighed, check),
        spend=gamma_gamma.fit(x, z, check) if enough else None,
        correlation=gamma_gamma.correlation(x, z),
        histories=weighed,
        repeaters=len(again),
    )


def distinct(frame: pl.DataFrame) -> pl.DataFrame:
    """The distinct histories of a frame with the number of `customers` of each, sorted."""
    return frame.group_by(STATISTICS).agg(customers=pl.len()).sort(STATISTICS)


def values(fitted: ValueModel, frame: pl.DataFrame, ahead: Forecast) -> pl.DataFrame:
    """The frame with `p_alive`, `expected_purchases`, `expected_value` and `clv` beside each customer's history.

    Where a fit finds hardly anybody who leaves, P(alive) would be 1 of whoever is silent: it is null, and purchases
    are those of somebody who stays.
    Purchases are those expected within the horizon; value is that of one occasion; `clv` sums purchases of a
    month × value × margin ÷ (1 + discount)^(months ÷ 12).
    """
    distinct_histories = distinct(frame)
    histories = Histories.of(distinct_histories, fitted.unit_days)
    expected, discounted = _ahead(fitted, histories, ahead)
    alive = fitted.model.alive(fitted.purchases.theta, histories)
    by_history = distinct_histories.select(STATISTICS).with_columns(
        p_alive=pl.lit(None, pl.Float64) if fitted.no_dropout else pl.Series(alive),
        expected_purchases=pl.Series(alive * expected),
        discounted=pl.Series(alive * discounted),
    )
    beside = frame.join(by_history, on=STATISTICS, how="left", maintain_order="left")
    amounts = pl.Series(_amounts(fitted, frame), dtype=pl.Float64, nan_to_null=True)
    return beside.with_columns(expected_value=amounts).with_columns(
        clv=pl.col("discounted") * pl.col("expected_value") * ahead.margin
    )


def expected_within(fitted: ValueModel, frame: pl.DataFrame, days: int) -> pl.DataFrame:
    """The frame with `expected`: purchases of each customer in the days after the history."""
    distinct_histories = distinct(frame)
    histories = Histories.of(distinct_histories, fitted.unit_days)
    ahead = fitted.model.ahead(fitted.purchases.theta, histories, days / fitted.unit_days)
    by_history = distinct_histories.select(STATISTICS).with_columns(expected=pl.Series(ahead))
    return frame.join(by_history, on=STATISTICS, how="left", maintain_order="left")


def held_out(fitted: ValueModel, seen: pl.DataFrame, later: pl.DataFrame, days: int) -> pl.DataFrame:
    """What a fit expected of the days it did not see, and what came.

    Args:
        fitted: Models fitted to `seen`.
        seen: Histories up to the end of calibration, with `customer`; whoever came later is not in the test.
        later: The same customers' histories, `days` later.
        days: How many days were held out.

    Returns:
        `seen` with `expected` and `actual`: occasions in the days held out.
    """
    came = later.select("customer", _later="frequency")
    both = expected_within(fitted, seen, days).join(came, on="customer", how="left", maintain_order="left")
    return both.with_columns(actual=pl.col("_later") - pl.col("frequency")).drop("_later")


def _ahead(fitted: ValueModel, histories: Histories, ahead: Forecast) -> tuple[Floats, Floats]:
    """Purchases within the horizon of somebody who has not left, as they are and discounted, a history each."""
    pairs = histories.at_end
    before, discounted = np.zeros(len(pairs.one)), np.zeros(len(pairs.one))
    for month in range(1, ahead.months + 1):
        until = month * ahead.month_days / fitted.unit_days
        bought = fitted.model.if_alive(fitted.purchases.theta, pairs.one, pairs.other, until)
        discounted += (bought - before) / (1 + ahead.discount) ** (month / 12)
        before = bought
    return before[pairs.place], discounted[pairs.place]


def _amounts(fitted: ValueModel, frame: pl.DataFrame) -> Floats:
    """What an occasion of each customer is expected to come to; NaN where that is not known."""
    if fitted.spend is None:
        return np.full(len(frame), np.nan)
    x = frame["frequency"].to_numpy().astype(np.float64)
    z = np.maximum(frame["monetary"].fill_null(0.0).to_numpy(), 0.0)
    return gamma_gamma.expected_amount(fitted.spend.theta, x, z)

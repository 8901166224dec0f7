"""The CDNOW sample as the papers use it: calibration of 39 weeks, hold-out of 39."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.models import gamma_gamma, purchases
from queries.models.customer_value import distinct
from queries.models.histories import Histories

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np

    from queries.models.fitting import Fit

CALIBRATION_ENDS = date(1997, 9, 30)


def never() -> None:
    """Nobody stops these fits."""


@pytest.fixture(scope="session")
def sample_rows(shared: Callable[[str], Path]) -> pl.DataFrame:
    """Every purchase of the CDNOW sample: `customer`, `day`, `amount`; days of several orders merged."""
    lines = shared("data/cdnow/CDNOW_sample.txt").read_text("ascii").splitlines()
    words = [line.split() for line in lines]
    frame = pl.DataFrame(
        {"customer": [w[0] for w in words], "day": [w[2] for w in words], "amount": [w[4] for w in words]}
    )
    typed = frame.with_columns(pl.col("day").str.to_date("%Y%m%d"), pl.col("amount").cast(pl.Float64))
    return typed.group_by("customer", "day").agg(pl.col("amount").sum()).sort("customer", "day")


@pytest.fixture(scope="session")
def calibration(sample_rows: pl.DataFrame) -> pl.DataFrame:
    """Each customer's history up to the end of calibration, in days."""
    seen = sample_rows.filter(pl.col("day") <= CALIBRATION_ENDS).sort("customer", "day")
    first, last = pl.col("day").min(), pl.col("day").max()
    return (
        seen.group_by("customer", maintain_order=True)
        .agg(
            frequency=pl.len() - 1,
            recency=(last - first).dt.total_days(),
            age=(pl.lit(CALIBRATION_ENDS) - first).dt.total_days(),
            monetary=pl.col("amount").slice(1).mean(),
        )
        .with_columns(pl.col("frequency").cast(pl.Int64))
    )


@pytest.fixture(scope="session")
def sample(calibration: pl.DataFrame) -> Histories:
    """The distinct histories of calibration, in weeks."""
    return Histories.of(distinct(calibration), 7.0)


@pytest.fixture(scope="session")
def fits(sample: Histories) -> dict[str, Fit]:
    """Every model of purchases, fitted to the sample."""
    return {id_: purchases.fit(model, sample, never) for id_, model in purchases.MODELS.items()}


@pytest.fixture(scope="session")
def spending(calibration: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Repeats and mean amounts of the sample's repeaters."""
    again = calibration.filter(pl.col("frequency") > 0)
    return again["frequency"].to_numpy().astype(float), again["monetary"].to_numpy()


@pytest.fixture(scope="session")
def amounts(spending: tuple[np.ndarray, np.ndarray]) -> Fit:
    """Gamma-Gamma, fitted to the sample's repeaters."""
    return gamma_gamma.fit(*spending, never)

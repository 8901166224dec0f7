"""The models find the parameters of a shop they hold in, from its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from sample_data import Effects
from tests.recovery import recovered

if TYPE_CHECKING:
    from pathlib import Path


def test_without_effects_estimates_are_off_by_chance_alone(tmp_path: Path) -> None:
    found = recovered(tmp_path, 4_000, Effects.none())
    assert found["parameter"].to_list() == ["r", "alpha", "s", "beta", "p", "q", "gamma"]
    assert found["true"].to_list() == [1.1, 12, 0.6, 20, 6, 4, 25]
    assert found.filter(pl.col("bias").abs() > 3.5 * pl.col("se")).is_empty()
    assert found.filter(~(pl.col("se") < pl.col("true"))).is_empty()


def test_too_few_customers_leave_blanks(tmp_path: Path) -> None:
    found = recovered(tmp_path, 40, Effects.none())
    assert found["estimate"].is_nan().to_list() == [True] * 7

"""Statistics of values and of counted values agree, also with Python's own quantiles."""

from __future__ import annotations

from collections import Counter
from statistics import fmean

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.catalogue import Unit
from queries.models.statistics import QUANTILES, STATISTICS, of_counted, of_values


def quantile(values: list[int], share: float) -> float:
    """The value at a share of the way from the lowest to the highest, between two of them interpolated."""
    ordered, place = sorted(values), (len(values) - 1) * share
    below, above = ordered[int(place)], ordered[min(int(place) + 1, len(values) - 1)]
    return below + (above - below) * (place - int(place))


def expected(values: list[int]) -> list[float]:
    return [len(values), fmean(values), *(quantile(values, share) for share in QUANTILES.values())]


@given(values=st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_counted_or_not_the_statistics_are_the_same(values: list[int]) -> None:
    counted = pl.LazyFrame(sorted(Counter(values).items()), schema=["gap", "times"], orient="row")
    by_count = of_counted(counted, "gap", "times", Unit.DAYS).collect()
    each = of_values(pl.LazyFrame({"gap": values}), "gap", Unit.DAYS).collect()
    assert by_count["statistic"].to_list() == each["statistic"].to_list() == list(STATISTICS)
    assert by_count["gap"].to_list() == pytest.approx(expected(values), rel=1e-12)
    assert each["gap"].to_list() == pytest.approx(expected(values), rel=1e-12)
    assert by_count["unit"].to_list() == ["count", *["days"] * 7]


@given(values=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30)), min_size=1, max_size=60))
def test_each_part_has_its_own_statistics(values: list[tuple[int, int]]) -> None:
    rows = sorted((code, gap, times) for (code, gap), times in Counter(values).items())
    counted = pl.LazyFrame(rows, schema=["code", "gap", "times"], orient="row")
    frame = of_counted(counted, "gap", "times", Unit.DAYS, ["code"]).collect()
    assert frame["code"].unique().sort().to_list() == sorted({code for code, _ in values})
    for (code,), part in frame.group_by("code", maintain_order=True):
        assert part["gap"].to_list() == pytest.approx(expected([gap for own, gap in values if own == code]), rel=1e-12)


def test_of_no_values_only_their_number_is_known() -> None:
    empty = pl.LazyFrame({"gap": [], "times": []}, schema={"gap": pl.Int32, "times": pl.UInt32})
    for frame in (of_counted(empty, "gap", "times", Unit.DAYS), of_values(empty, "gap", Unit.DAYS)):
        assert frame.collect()["gap"].to_list() == [0, *[None] * 7]

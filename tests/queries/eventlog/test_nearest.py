"""The nearest row of the same customer, against a search of every pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.eventlog.nearest import beside_nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

WHENEVER = st.one_of(st.integers(-3, 3), st.sampled_from([-(2**52), 2**52]))
ROWS = st.lists(st.tuples(st.sampled_from([0, 1, 2, 2**32 - 1]), WHENEVER), max_size=12)


def table(rows: Sequence[tuple[int, int]]) -> pl.LazyFrame:
    """Rows of customer and time in the log's order."""
    schema = {"customer": pl.UInt32(), "time": pl.Datetime("ms")}
    return pl.LazyFrame(sorted(rows), schema=schema, orient="row")


@pytest.mark.parametrize("strategy", ["forward", "backward"])
@given(rows=ROWS, others=ROWS)
def test_the_nearest_is_that_of_a_search(
    strategy: Literal["forward", "backward"], rows: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    told = table(others).with_row_index("place")
    found = beside_nearest(table(rows), told, ("place",), strategy=strategy).collect()
    held = sorted(others)
    expected = []
    for who, when in sorted(rows):
        forward = [at for at, (other, then) in enumerate(held) if other == who and then >= when]
        backward = [at for at, (other, then) in enumerate(held) if other == who and then <= when]
        within = forward[:1] if strategy == "forward" else backward[-1:]
        expected.append(within[0] if within else None)
    assert found["place"].to_list() == expected
    assert found.columns == ["customer", "time", "place"]
    assert found.select("customer", pl.col("time").to_physical()).rows() == sorted(rows)

"""Ranks, tenths and shares of the total: whole numbers, compared exactly however large they are."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from queries.customers.ranking import decile, ranked, starts_below, value_decile


@given(
    st.lists(st.integers(-(10**9), 10**14), min_size=1, max_size=30),
    st.integers(0, 1000).map(lambda thousandths: thousandths / 1000),
)
def test_ranks_compare_whole_numbers_however_large(values: list[int], share: float) -> None:
    ordered = sorted(values, reverse=True)
    frame = ranked(pl.LazyFrame({"value": ordered}, schema={"value": pl.Int64}))
    table = frame.select("before", below=starts_below(share), tenth=decile(), value_tenth=value_decile()).collect()
    total = sum(ordered)
    assert len(table) == len(ordered)
    for rank, row in enumerate(table.iter_rows(named=True)):
        assert row["before"] == sum(ordered[:rank])
        assert row["below"] == (1000 * row["before"] < round(share * 1000) * total)
        assert row["tenth"] == 10 * rank // len(ordered) + 1
        assert row["value_tenth"] == (min(9, max(0, 10 * row["before"] // total)) + 1 if total > 0 else None)

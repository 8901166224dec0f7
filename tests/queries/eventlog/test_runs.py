"""Arithmetic on runs of neighbours, recomputed row by row."""

from __future__ import annotations

from itertools import groupby

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.eventlog.runs import count_distinct, per_run, starts

rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(-5, 5)), max_size=30).map(sorted)
SCHEMA = {"customer": pl.UInt32, "day": pl.Int32, "amount": pl.Int64}


@settings(max_examples=60)
@given(rows=rows)
def test_a_run_has_the_count_sums_first_and_last_values_of_its_rows(rows: list[tuple[int, int, int]]) -> None:
    told = per_run(
        pl.LazyFrame(rows, schema=SCHEMA, orient="row"),
        ("customer",),
        count="n",
        totals={"amount": pl.col("amount"), "days": starts("customer", "day")},
        first={"first_day": pl.col("day"), "first_amount": pl.col("amount")},
        last={"last_amount": pl.col("amount")},
    ).collect()
    assert told.columns == ["customer", "n", "amount", "days", "first_day", "first_amount", "last_amount"]
    runs = [(who, list(own)) for who, own in groupby(rows, key=lambda row: row[0])]
    assert told.rows() == [
        (
            who,
            len(own),
            sum(amount for _, _, amount in own),
            len({day for _, day, _ in own}),
            own[0][1],
            own[0][2],
            own[-1][2],
        )
        for who, own in runs
    ]


@given(rows=rows)
def test_runs_of_two_columns_begin_where_either_changes(rows: list[tuple[int, int, int]]) -> None:
    told = per_run(pl.LazyFrame(rows, schema=SCHEMA, orient="row"), ("customer", "day"), first={"a": pl.col("amount")})
    runs = [(*key, next(own)[2]) for key, own in groupby(rows, key=lambda row: row[:2])]
    assert told.collect().rows() == runs


def test_a_first_value_may_be_missing() -> None:
    frame = pl.LazyFrame({"customer": [1, 1, 2, 2], "seen": [None, 5, None, 7]})
    told = per_run(frame, ("customer",), first={"seen": pl.col("seen")}).collect()
    assert told["seen"].to_list() == [None, None]


@settings(max_examples=60)
@given(rows=rows)
def test_distinct_values_of_a_sorted_column_are_counted(rows: list[tuple[int, int, int]]) -> None:
    frame = pl.LazyFrame(rows, schema=SCHEMA, orient="row")
    assert frame.select(count_distinct("customer")).collect().item() == len({row[0] for row in rows})
    told = frame.group_by("day").agg(n=count_distinct("customer")).collect()
    assert dict(told.iter_rows()) == {day: len({who for who, own, _ in rows if own == day}) for _, day, _ in rows}

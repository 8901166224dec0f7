"""The log stands on it: scans, filters, shifts and the build keep the order of rows, also from a mapped file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog

ROWS = 700_000


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> pl.LazyFrame:
    """A sorted table of many batches, mapped from a file as the cache maps a log."""
    path: Path = tmp_path_factory.mktemp("mapped") / "events.arrow"
    frame = pl.DataFrame({"row": pl.int_range(ROWS, eager=True)}).with_columns(customer=pl.col("row") // 7)
    with pa.ipc.new_file(str(path), frame.to_arrow().schema) as writer:
        for batch in frame.to_arrow().to_batches(max_chunksize=10_000):
            writer.write_batch(batch)
    with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as reader:
        return pl.DataFrame(pl.from_arrow(reader.read_all())).lazy()


@pytest.mark.parametrize("engine", ["streaming", "auto"])
def test_scan_filter_select_and_with_columns(mapped: pl.LazyFrame, engine: str) -> None:
    plan = mapped.filter(pl.col("row") % 3 != 1).with_columns(double=pl.col("row") * 2).select("double", "row")
    frame = plan.collect(engine=engine)  # type: ignore[call-overload]
    assert frame["row"].is_sorted()
    assert len(frame) == ROWS - (ROWS + 1) // 3
    assert (frame["double"] == frame["row"] * 2).all()


@pytest.mark.parametrize("engine", ["streaming", "auto"])
def test_shifts_see_the_row_above(mapped: pl.LazyFrame, engine: str) -> None:
    above, below = pl.col("row") - pl.col("row").shift(1), pl.col("row").shift(-1) - pl.col("row")
    frame = mapped.select(above=above, below=below, total=pl.col("row").cum_sum(), row="row").collect(engine=engine)  # type: ignore[call-overload]
    assert frame["above"].value_counts().sort("above").rows() == [(None, 1), (1, ROWS - 1)]
    assert frame["below"].value_counts().sort("below").rows() == [(None, 1), (1, ROWS - 1)]
    assert frame["total"][-1] == ROWS * (ROWS - 1) // 2
    assert frame["row"].is_sorted()


@pytest.mark.parametrize("engine", ["streaming", "auto"])
def test_a_filter_after_a_shift_and_a_row_index(mapped: pl.LazyFrame, engine: str) -> None:
    first = pl.col("customer") != pl.col("customer").shift(1)
    plan = mapped.with_row_index("place").with_columns(first=first.fill_null(value=True)).filter("first")
    frame = plan.with_columns(gap=pl.col("place").cast(pl.Int64).diff()).collect(engine=engine)  # type: ignore[call-overload]
    assert frame["customer"].to_list() == list(range(ROWS // 7))
    assert frame["gap"].drop_nulls().unique().to_list() == [7]


@pytest.mark.parametrize("customers", [1, 2, 50])
def test_rows_of_one_instant_stand_as_in_the_file(log_of: Callable[..., EventLog], customers: int) -> None:
    # Few rows a customer: a join by the customer would be built of the rows and hand them out backwards.
    log = log_of(*((f"c{n}", "2024-01-01", letter) for letter in "BADC" for n in range(customers)))
    assert log.events.collect()["event"].to_list() == list("BADC") * customers

"""Sorting the log: on one packed number, by two columns, or on disk, always the same rows in the same order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.cancel import Token
from queries.errors import CancelledError
from queries.eventlog.build import build
from queries.eventlog.sorting import finished, sorted_rows
from queries.mapping.model import Mapping
from queries.source import open_source
from queries.source.hardening import Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable

SCHEMA = {
    "customer": pl.UInt32,
    "time": pl.Int64,
    "event": pl.Enum(["e"]),
    "channel": pl.Enum(["c"]),
    "amount": pl.Int64,
}
RESULT = ["customer", "time", "event", "channel", "amount"]


def fetched(keys: list[tuple[int, int]]) -> pl.DataFrame:
    """Rows of these customers and times; the amount is the place in the source."""
    columns = {"customer": [key[0] for key in keys], "time": [key[1] for key in keys], "event": ["e"] * len(keys)}
    return pl.DataFrame(columns | {"channel": [None] * len(keys), "amount": list(range(len(keys)))}, schema=SCHEMA)


customers = st.one_of(st.integers(0, 5), st.integers(2**32 - 5, 2**32 - 1))
times = st.one_of(st.integers(-3, 3), st.integers(1_700_000_000_000, 1_700_000_000_003), st.integers(-(2**52), 2**52))


@given(keys=st.lists(st.tuples(customers, times), min_size=1, max_size=30))
def test_packed_keys_sort_as_the_two_columns_do(keys: list[tuple[int, int]]) -> None:
    rows = fetched(keys)
    expected = rows.sort("customer", "time", maintain_order=True).select(RESULT)
    assert sorted_rows(rows).select(RESULT).equals(expected)


@pytest.mark.parametrize("span", [1, 2**31, 2**32 - 1, 2**32, 2**33, 2**53])
@pytest.mark.parametrize("most", [0, 1, 2**31, 2**32 - 1])
def test_keys_at_the_edge_of_64_bits(span: int, most: int) -> None:
    rows = fetched([(most, span), (0, span), (most, 0), (0, 0), (most, span)])
    expected = sorted([(most, span, 0), (0, span, 1), (most, 0, 2), (0, 0, 3), (most, span, 4)])
    assert sorted_rows(rows).select("customer", "time", "amount").rows() == expected


def test_days_are_counted_from_the_first() -> None:
    rows = sorted_rows(fetched([(0, 86_400_000 * 20_000 + hour * 3_600_000) for hour in (47, 0, 23, 24)]))
    log = finished(rows, date(2024, 10, 4))
    assert log["day"].to_list() == [0, 0, 1, 1]
    assert log.schema["time"] == pl.Datetime("ms")
    assert log["customer"].flags["SORTED_ASC"]


@pytest.fixture(scope="module")
def visits(database: Callable[..., Path]) -> Path:
    """Thirty thousand rows in no order, many of one instant."""
    return database(
        "CREATE TABLE events AS SELECT 'c' || hash(i) % 500 AS customer, i::DOUBLE AS amount, "
        "TIMESTAMP '2024-01-01' + (hash(i + 7) % 90)::INTEGER * INTERVAL 1 DAY AS time FROM range(30000) r(i)"
    )


def built(path: Path, entry_of: Callable[..., EventTable], limits: Limits = Limits()) -> EventLog:  # noqa: B008 (frozen)
    entry = entry_of(amount="amount")
    return build(open_source([path], limits), Mapping(events=(entry,), roles={"purchase": ("purchase",)}))


def test_the_log_is_sorted_and_dense(visits: Path, entry_of: Callable[..., EventTable]) -> None:
    log = built(visits, entry_of)
    events = log.events.collect()
    keys = events.select("customer", "time")
    assert keys.equals(keys.sort("customer", "time"))
    assert events["customer"].unique(maintain_order=True).to_list() == list(range(log.size))
    ids = log.customers.collect()["id"]
    assert ids.is_sorted()
    assert events.filter(pl.col("amount") != (pl.col("amount") // 10_000) * 10_000).is_empty()


def test_rows_of_one_instant_keep_the_order_of_the_file(visits: Path, entry_of: Callable[..., EventTable]) -> None:
    events = built(visits, entry_of).events.collect()
    ties = events.with_columns(before=pl.col("amount").shift(1).over("customer", "time"))
    assert ties.filter(pl.col("before") > pl.col("amount")).is_empty()
    assert ties["before"].count() > 1000


def test_a_log_sorted_on_disk_is_the_same(
    visits: Path, entry_of: Callable[..., EventTable], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_memory = built(visits, entry_of)
    monkeypatch.setattr("queries.eventlog.build.BYTES_A_ROW", 10**9)
    on_disk = built(visits, entry_of, Limits(memory="200MB"))
    assert on_disk.events.collect_schema() == in_memory.events.collect_schema()
    one, other = on_disk.events.collect(), in_memory.events.collect()
    assert one.select("customer", "time", "day").equals(other.select("customer", "time", "day"))
    # Rows of one instant have no certain order here.
    whole = ["customer", "time", "event", "amount"]
    assert one.sort(whole).equals(other.sort(whole))


def test_two_builds_are_equal(visits: Path, entry_of: Callable[..., EventTable]) -> None:
    assert built(visits, entry_of).events.collect().equals(built(visits, entry_of).events.collect())


def test_a_stopped_build_ends(visits: Path, entry_of: Callable[..., EventTable]) -> None:
    token = Token()
    seen: list[str] = []

    def stop(progress: object) -> None:
        seen.append(str(progress))
        token.cancel()

    entry = entry_of(amount="amount")
    with pytest.raises(CancelledError):
        build(open_source([visits]), Mapping(events=(entry,)), progress=stop, token=token)
    assert len(seen) < 4

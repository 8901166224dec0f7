"""A log taken apart by a dimension: every event once, in runs of one customer and one value."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.data.data import Data
from queries.dimensions.split import MOST_BY_FILTER, apart, split_by
from queries.eventlog.runs import day_gaps, starts
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.eventlog.model import EventLog

FIRST = date(2024, 1, 1)


def at(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


@pytest.mark.parametrize("many", [3, MOST_BY_FILTER + 5])
@pytest.mark.parametrize("name", ["channel", "event", "city", None])
def test_every_event_is_in_one_run_of_its_customer_and_value(
    log_of: Callable[..., EventLog], many: int, name: str | None
) -> None:
    rows = [(f"c{n % 3}", at(n), "purchase", None, f"shop{n * 7 % many}") for n in range(4 * many)]
    log = log_of(*rows, ("c0", at(2)), customers=[("c0", "Rome"), ("c1", "Oslo"), ("c2", None)])
    data = Data(log, Scope())
    dimension = split_by(data, name) if name else None
    frames = [frame.collect() for frame in apart(dimension, data.events)]
    assert sum(len(frame) for frame in frames) == len(rows) + 1
    runs = pl.concat([frame.filter(starts("customer", "code")) for frame in frames])
    assert runs.select(pl.struct("customer", "code").n_unique()).item() == len(runs)
    for frame in frames:
        assert frame.select((pl.col("day").diff() >= 0).filter(~starts("customer", "code")).all()).item()
    if dimension:
        own = {
            "channel": pl.col("channel").cast(pl.String).fill_null("(none)"),
            "event": pl.col("event").cast(pl.String),
            "city": pl.lit(pl.Series(["Rome", "Oslo", "(none)"])).gather(pl.col("customer")),
        }[dimension.name]
        values = pl.concat(frames).select(dimension.label("code").alias("told"), own=own)
        assert values["told"].to_list() == values["own"].to_list()


def test_gaps_are_between_days_of_one_run() -> None:
    frame = pl.LazyFrame({"customer": [1, 1, 1, 1, 2, 2, 3], "day": [0, 0, 3, 10, 4, 9, 7]})
    gaps = day_gaps(frame, "customer").collect()
    assert gaps.rows() == [(1, 3, 3), (1, 10, 7), (2, 9, 5)]

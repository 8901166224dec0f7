"""What models of lifetime value are tried on: the sample of CDNOW whose fits are published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.eventlog.build import build
from queries.mapping.model import Mapping
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable


@pytest.fixture(scope="session")
def sample_log(sample_purchases: Path, entry_of: Callable[..., EventTable]) -> EventLog:
    entry = entry_of("purchases", time="bought", amount="amount")
    mapping = Mapping(events=(entry,), roles={"purchase": ("purchase",)}, currency="USD")
    return build(open_source([sample_purchases]), mapping)


@pytest.fixture(scope="session")
def sample_purchases(shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The purchases of the CDNOW sample, as a Parquet file."""
    words = [line.split() for line in shared("data/cdnow/CDNOW_sample.txt").read_text("ascii").splitlines()]
    frame = pl.DataFrame({name: [w[at] for w in words] for name, at in (("customer", 0), ("bought", 2), ("amount", 4))})
    path = tmp_path_factory.mktemp("cdnow") / "purchases.parquet"
    frame.with_columns(pl.col("bought").str.to_date("%Y%m%d"), pl.col("amount").cast(pl.Float64)).write_parquet(path)
    return path

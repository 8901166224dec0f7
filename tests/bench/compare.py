"""Whether two answers to one question are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from polars.testing import assert_frame_equal

if TYPE_CHECKING:
    from tests.bench.cases import Case


def assert_same(case: Case, ours: pl.DataFrame, sql: pl.DataFrame) -> None:
    """Raise unless the two hold the same rows; numbers may differ as the case says.

    Rows of ours that count nothing (a declared segment without a member) are not in the SQL.
    """
    assert len(sql) > 0, f"{case.name}: the SQL found nothing"
    names = [name for name in sql.columns if name in ours.columns]
    missing = set(ours.columns) - set(names) - set(case.left_out)
    assert not missing, f"{case.name}: the SQL has no {missing}"
    if "segment" in case.keys:
        ours = ours.filter(pl.col("customers") > 0)
    left, right = (plain(frame.select(names)).sort(case.keys) for frame in (ours, sql))
    assert_frame_equal(left, right, check_dtypes=False, rel_tol=case.precision, abs_tol=1e-9)


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers as floats, categories as text, so that only the values count."""
    numbers = [pl.col(name).cast(pl.Float64) for name, dtype in frame.schema.items() if dtype.is_numeric()]
    texts = [pl.col(name).cast(pl.String) for name, dtype in frame.schema.items() if dtype in (pl.Enum, pl.Categorical)]
    times = [pl.col(name).cast(pl.Datetime("us")) for name, dtype in frame.schema.items() if dtype == pl.Datetime]
    return frame.with_columns(*numbers, *texts, *times)

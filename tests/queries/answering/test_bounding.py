"""What Polars holds is bounded: the rest goes to disk, into the private folder, and the answer is the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, resource, sys
import polars as pl
from queries.answering.bounding import bound_polars
from queries.source.folders import private_folder

bound_polars(int(sys.argv[1]) * 1024**2 or None)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows = pl.LazyFrame({"a": pl.int_range(0, 8_000_000, eager=True)}).with_columns(b=pl.col("a").hash(3))
some = rows.sort("b").with_row_index().filter(pl.col("index") % 1_000 == 0).select(pl.col("a").sum())
total = some.collect(engine="streaming").item()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(total, peak, (private_folder() / "polars").is_dir())
"""


def sorted_within(megabytes: int) -> tuple[str, int, str]:
    """What a sort gives in a process of its own, how much memory it took at its peak, whether it used the disk."""
    words = [sys.executable, "-c", SCRIPT, str(megabytes)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=True, cwd=Path(__file__).parents[3])
    given, peak, spilled = done.stdout.split()
    return given, int(peak), spilled


def test_a_sort_takes_less_memory_where_less_may_be_taken() -> None:
    free, bound = sorted_within(0), sorted_within(32)
    assert bound[0] == free[0]
    assert bound[1] < 0.7 * free[1]
    assert bound[2] == "True"

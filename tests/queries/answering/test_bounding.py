"""What Polars holds is bounded: the rest goes to disk, into the private folder, and the answer is the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
import polars as pl
from queries.answering.bounding import bound_polars
from queries.source.folders import private_folder

bound_polars(int(sys.argv[1]) * 1024**2 or None)
rows = pl.LazyFrame({"a": pl.int_range(0, 8_000_000, eager=True)}).with_columns(b=pl.col("a").hash(3))
some = rows.sort("b").with_row_index().filter(pl.col("index") % 1_000 == 0).select(pl.col("a").sum())
total = some.collect(engine="streaming").item()
print(total, (private_folder() / "polars").is_dir())
"""


def sorted_within(megabytes: int) -> tuple[str, str]:
    """What a sort gives in a process of its own, and whether it used the disk."""
    words = [sys.executable, "-c", SCRIPT, str(megabytes)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=True, cwd=Path(__file__).parents[3])
    given, spilled = done.stdout.split()
    return given, spilled


def test_a_sort_goes_over_the_disk_where_less_memory_may_be_taken() -> None:
    free, bound = sorted_within(0), sorted_within(32)
    assert bound == (free[0], "True")
    assert free[1] == "False"

"""How much memory Polars takes before it writes to disk, and where it does."""

from __future__ import annotations

import os

import polars as pl

from queries.source.folders import private_folder

MEGABYTE = 1024**2


def bound_polars(memory: int | None) -> None:
    """Let Polars hold at most so many bytes of what sorts and groups go through; None leaves it to Polars.

    What is held beyond it is written into the private folder of this process, which nobody else reads. The bound is
    not hard: joins, fitted models and finished tables are held as a whole, and both DuckDB and Polars may take as much.
    Holds for the process, from the next question on.
    """
    os.environ["POLARS_OOC_SPILL_DIR"] = str(private_folder() / "polars")
    if memory is None:
        os.environ.pop("POLARS_OOC_MEMORY_BUDGET_MB", None)
    else:
        os.environ["POLARS_OOC_MEMORY_BUDGET_MB"] = str(max(1, memory // MEGABYTE))
    pl.Config.reload_env_vars()

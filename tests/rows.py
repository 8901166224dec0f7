"""Rows to go through in a test: there must be some, else the test would hold nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


def some_rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame by name, at least one."""
    assert len(frame) > 0, f"nothing to look at: no row with {', '.join(frame.columns)}"
    return frame.rows(named=True)

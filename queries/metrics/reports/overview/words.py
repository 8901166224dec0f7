"""The overview in words: the few findings that matter most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Conclusion
from queries.formats import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

WORTH_SAYING = ("revenue", "active", "new", "buyers", "repeat_rate", "retention", "aov")
"""Measures whose change is worth a sentence."""

NOTABLE = 0.02
"""Changes smaller than this share are not news."""


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """Up to three sentences: who is about to leave, and the largest changes."""
    risk = _risk(tables["risk"]) if "risk" in tables else []
    return Conclusion(findings=tuple([*risk, *_changes(tables[""])][:3]))


def _risk(risk: pl.DataFrame) -> list[str]:
    """Who has been silent for longer than usual."""
    row = risk.row(0, named=True) if len(risk) else {}
    if not row.get("customers"):
        return []
    share = row["revenue_share"]
    worth = f", {share * 100:.0f} % of the last 365 days' revenue" if share else ""
    return [
        f"At risk: {row['customers']:,} repeat customers{worth}, "
        f"silent for longer than 90 % of all gaps ({row['days']:.0f} days)."
    ]


def _changes(overview: pl.DataFrame) -> list[str]:
    """The largest changes against the period before."""
    moved = overview.filter(pl.col("measure").is_in(WORTH_SAYING) & (pl.col("change_rate").abs() >= NOTABLE)).sort(
        pl.col("change_rate").abs(), descending=True
    )
    return [
        f"{row['measure'].replace('_', ' ').capitalize()} {'up' if row['change'] > 0 else 'down'} "
        f"{numbers.share(abs(row['change_rate']))} on the period before."
        for row in moved.iter_rows(named=True)
    ]

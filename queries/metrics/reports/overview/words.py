"""The overview in words: the few findings that matter most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Asks, Behind, Conclusion, Finding, Unit
from queries.formats import numbers
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

WORTH_SAYING = {
    "revenue": Asks("value"),
    "active": Asks("growth"),
    "new": Asks("growth"),
    "buyers": Asks("value"),
    "repeat_rate": Asks("repurchase"),
    "retention": Asks("retention"),
    "aov": Asks("value"),
}
"""Measures whose change is worth a sentence, and the question that says more about it."""

OVERDUE = "overdue"
"""The row that stands for the overdue; the table has none of that name."""

NOTABLE = 0.02
"""Changes smaller than this share are not news."""


def conclude(tables: Mapping[str, pl.DataFrame], before: str) -> Conclusion:
    """Up to three sentences: who is about to leave, and the largest changes.

    Args:
        tables: The finished tables.
        before: The period that the last one is compared with.
    """
    risk = _risk(tables["risk"]) if "risk" in tables else []
    return Conclusion(findings=tuple([*risk, *_changes(tables[""], before)][:3]))


def _risk(risk: pl.DataFrame) -> list[str]:
    """Who has been silent for longer than usual."""
    row = risk.row(0, named=True) if len(risk) else {}
    if not row.get("customers"):
        return []
    share = row["revenue_share"]
    worth = say(", {share:.0f} % of the last 365 days' revenue", share=share * 100) if share else ""
    words = say(
        "Overdue: {customers:,} repeat customers{worth}, silent for longer than 90 % of all gaps ({days:.0f} days).",
        customers=row["customers"],
        worth=worth,
        days=row["days"],
    )
    return [Finding(words, Behind({"measure": OVERDUE}))]


def _changes(overview: pl.DataFrame, before: str) -> list[str]:
    """The largest changes against the period before; those of shares in points."""
    rate = (pl.col("change") / pl.col("before").abs()).abs()
    worth = pl.col("measure").is_in(list(WORTH_SAYING)) & (pl.col("before") != 0) & (rate >= NOTABLE)
    moved = overview.filter(worth).sort(rate, descending=True)
    return [
        Finding(
            say(
                "{measure} up {by} on {before}." if row["change"] > 0 else "{measure} down {by} on {before}.",
                measure=say(row["measure"].replace("_", " ").capitalize()),
                by=_by(row),
                before=before,
            ),
            WORTH_SAYING[row["measure"]],
        )
        for row in moved.iter_rows(named=True)
    ]


def _by(row: Mapping[str, Any]) -> str:
    """By how much: a share by points, anything else by a share of what it was."""
    if row["unit"] == Unit.SHARE:
        return say("{change:.1f} points, to {last},", change=abs(row["change"]) * 100, last=numbers.share(row["last"]))
    return numbers.share(abs(row["change_rate"]))

"""Data quality in words: what each check says, and which of them matter most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Conclusion, Figure, Unit
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EXPLAINED = {
    "exact_duplicates": mark("rows that repeat another row of the table in every column"),
    "same_day_and_amount": mark("orders of a customer that repeat an amount of the same day"),
    "missing": mark("rows in which the column holds nothing"),
    "unreadable": mark("rows in which the column holds something that is no time or number"),
    "far_past": mark("times before 1971, which exports write for a missing one"),
    "future": mark("times later than the day after the file was written"),
    "zero_amount": mark("orders (or order lines) of amount zero"),
    "negative_amount": mark("orders (or order lines) below zero that are not refunds"),
    "refund": mark("rows that the mapping reads as refunds or cancellations"),
    "refund_before_purchase": mark("refunds of customers who had bought nothing before"),
    "no_event": mark("customers of the customer table, or of other tables, without any event"),
    "orphan": mark("events of customers who are not in the customer table"),
    "mixed_formats": mark("times written otherwise than most of the column"),
    "spelling": mark("names of events or channels that differ in case or blanks"),
    "excluded": mark("rows that the mapping leaves out"),
    "decided": mark("rows that were decided to be no sale, an earlier state of an order, or told twice"),
    "listed_twice": mark("customers with more than one row in the customer table"),
}
"""What each check says."""

HARMFUL = (
    "exact_duplicates",
    "same_day_and_amount",
    "unreadable",
    "future",
    "far_past",
    "orphan",
    "refund_before_purchase",
)
"""Checks whose findings are worth a sentence: they change answers without being seen."""


def concluding(what: str, rows: int, set_aside: int) -> Callable[[Mapping[str, pl.DataFrame]], Conclusion]:
    """What is said once the table is there: how much was left out, and up to three findings."""

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        """Figures of the log, and the checks that found most."""
        figures = (
            Figure(what, rows, Unit.COUNT),
            Figure(say("Rows set aside"), set_aside, Unit.COUNT),
        )
        harmful = tables[""].filter(pl.col("check").is_in(HARMFUL) & (pl.col("rows") > 0))
        missing = tables[""].filter(
            (pl.col("check") == "missing") & pl.col("treatment").str.starts_with(say("set aside"))
        )
        worst = pl.concat([missing, harmful]).sort("share", descending=True, maintain_order=True).head(3)
        return Conclusion(figures, tuple(_sentence(row) for row in worst.iter_rows(named=True)))

    return conclude


def _sentence(row: dict[str, object]) -> str:
    """A check as a sentence."""
    where = say(" in {table}", table=row["table"]) + (f".{row['column']}" if row["column"] else "")
    share = float(str(row["share"] or 0)) * 100
    name = say(str(row["check"]).replace("_", " ").capitalize())
    return say(
        "{name}{where}: {rows:,} rows ({share:.2f} %), {treatment}.",
        name=name,
        where=where,
        rows=row["rows"],
        share=share,
        treatment=row["treatment"],
    )

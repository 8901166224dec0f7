"""What is said of responses: which kinds of event were counted, what answered best, and what cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Conclusion, Figure, Unit
from queries.formats import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

ENOUGH = 100
"""Of fewer messages a rate says little about a campaign."""
TOLD = 3


def notes(data: Data, kinds: Mapping[str, list[str]], within: int) -> tuple[str, ...]:
    """Which kinds of event stand for what, and what one message is."""
    listed = "; ".join(f"{step}: {', '.join(dict.fromkeys(names))}" for step, names in kinds.items())
    message, campaign = (data.log.has(name) for name in ("message", "campaign"))
    unit = "message" if message else "campaign" if campaign else "customer"
    missing = (
        "" if message or campaign else "; no column tells messages or campaigns apart, so that each customer is one"
    )
    return (
        f"By their names: {listed}.",
        f"Each {unit} counts once a customer{missing}.",
        f"Orders within {within:,} days after sending count, whatever led to them. Mail programs open mails by "
        "themselves, so that opens are too many.",
    )


def conclusion(tables: Mapping[str, pl.DataFrame], by: str) -> Conclusion:
    """The rates of all messages together, and rows that cannot be."""
    frame = tables[""]
    whole = {name: int(frame[name].sum()) for name in ("sent", "delivered", "opened", "clicked", "converted")}
    delivered = whole["delivered"]
    if not delivered:
        return Conclusion(notes=("Nothing was delivered in this range: there is nothing to divide by.",))
    figures = tuple(
        Figure(title, whole[name] / delivered, Unit.SHARE, n=delivered)
        for title, name in (("Opened", "opened"), ("Clicked", "clicked"), ("Followed by an order", "converted"))
    )
    return Conclusion(figures, tuple(_findings(frame, by)), tuple(_faults(frame, by)))


def _findings(frame: pl.DataFrame, by: str) -> Iterator[str]:
    """What was clicked most and least of those with enough messages."""
    sure = frame.filter(pl.col("delivered") >= ENOUGH, pl.col("clicked") <= pl.col("delivered"))
    if len(sure) < 2:
        return
    ordered = sure.sort("click_rate", descending=True, maintain_order=True)
    for row, words in ((ordered.row(0, named=True), "most"), (ordered.row(-1, named=True), "least")):
        yield (
            f"Clicked {words}: {row[by]}, {row['clicked']:,} of {row['delivered']:,} "
            f"({numbers.share(row['click_rate'])})."
        )


def _faults(frame: pl.DataFrame, by: str) -> Iterator[str]:
    """Rates above one: the data lack deliveries, or tell responses of others."""
    for name, words in (("opened", "opens"), ("clicked", "clicks")):
        wrong = frame.filter(pl.col(name) > pl.col("delivered"))
        rows = [f"{row[by]} ({row[name]:,} of {row['delivered']:,})" for row in wrong.head(TOLD).iter_rows(named=True)]
        more = f" and {len(wrong) - TOLD:,} more" if len(wrong) > TOLD else ""
        if rows:
            yield f"A fault of the data: more {words} than deliveries for {', '.join(rows)}{more}."

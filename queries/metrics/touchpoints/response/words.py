"""What is said of responses: which kinds of event were counted, what answered best, and what cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Conclusion, Figure, Unit
from queries.formats import numbers
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

ENOUGH = 100
"""Of fewer messages a rate says little about a campaign."""
TOLD = 3


def notes(data: Data, kinds: Mapping[str, list[str]], within: int) -> tuple[str, ...]:
    """Which kinds of event stand for what, and what one message is."""
    listed = "; ".join(f"{say(step)}: {', '.join(dict.fromkeys(names))}" for step, names in kinds.items())
    message, campaign = (data.log.has(name) for name in ("message", "campaign"))
    unit = say("message" if message else "campaign" if campaign else "customer")
    missing = (
        ""
        if message or campaign
        else say("; no column tells messages or campaigns apart, so that each customer is one")
    )
    return (
        say("By their names: {listed}.", listed=listed),
        say("Each {unit} counts once a customer{missing}.", unit=unit, missing=missing),
        say(
            "Orders within {within:,} days after sending count, whatever led to them. Mail programs "
            "open mails by themselves, so that opens are too many.",
            within=within,
        ),
    )


def conclusion(tables: Mapping[str, pl.DataFrame], by: str) -> Conclusion:
    """The rates of all messages together, and rows that cannot be."""
    frame = tables[""]
    whole = {name: int(frame[name].sum()) for name in ("sent", "delivered", "opened", "clicked", "converted")}
    delivered = whole["delivered"]
    if not delivered:
        return Conclusion(notes=(say("Nothing was delivered in this range: there is nothing to divide by."),))
    figures = tuple(
        Figure(title, whole[name] / delivered, Unit.SHARE, n=delivered)
        for title, name in (
            (say("Opened"), "opened"),
            (say("Clicked"), "clicked"),
            (say("Followed by an order"), "converted"),
        )
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
            say(
                "Clicked most: {row}, {clicked:,} of {delivered:,} ({click_rate})."
                if words == "most"
                else "Clicked least: {row}, {clicked:,} of {delivered:,} ({click_rate}).",
                row=row[by],
                clicked=row["clicked"],
                delivered=row["delivered"],
                click_rate=numbers.share(row["click_rate"]),
            )
        )


def _faults(frame: pl.DataFrame, by: str) -> Iterator[str]:
    """Rates above one: the data lack deliveries, or tell responses of others."""
    for name, words in (("opened", say("opens")), ("clicked", say("clicks"))):
        wrong = frame.filter(pl.col(name) > pl.col("delivered"))
        rows = [
            say("{row} ({row2:,} of {delivered:,})", row=row[by], row2=row[name], delivered=row["delivered"])
            for row in wrong.head(TOLD).iter_rows(named=True)
        ]
        more = say(" and {wrong:,} more", wrong=len(wrong) - TOLD) if len(wrong) > TOLD else ""
        if rows:
            yield say(
                "A fault of the data: more {words} than deliveries for {names}{more}.",
                words=words,
                names=say(", ").join(rows),
                more=more,
            )

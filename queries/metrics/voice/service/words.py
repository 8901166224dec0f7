"""What is said of the service, in figures and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Conclusion, Figure, Unit
from queries.formats import numbers
from queries.metrics.voice.service.tickets import AGAIN_DAYS
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

FEW = 30


def notes(data: Data) -> tuple[str, ...]:
    """What has to be known of the times."""
    return (
        say(
            "Hours are those of the calendar, nights and weekends included. A contact that had no "
            "reply, or was not resolved, before {as_of} is in no median: those of the last periods "
            "come out short.",
            as_of=data.as_of,
        ),
        say(
            "First contact takes {again_days} days after the resolution to be seen: what was "
            "resolved later is not in it.",
            again_days=AGAIN_DAYS,
        ),
    )


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """First contact of all periods, and the frequent reasons."""
    frame, reasons = tables[""], tables["reasons"]
    many, settled = int(frame["tickets"].sum()), int(frame["settled"].sum())
    if not many:
        return Conclusion(notes=(say("Nobody got in touch in this scope."),))
    first = float((frame["first_contact_rate"] * frame["settled"]).sum())
    figures = [Figure("Contacts", many, Unit.COUNT)]
    if settled:
        figures.append(Figure(say("Resolved at first contact"), first / settled, Unit.SHARE, n=settled))
    if "replies" in frame.columns and frame["replies"].count():
        replied = float((frame["replies"] * frame["tickets"]).sum())
        figures.append(Figure(say("Replies a contact"), replied / many, Unit.RATE, n=many))
    return Conclusion(tuple(figures), tuple(_findings(frame, reasons)))


def _findings(frame: pl.DataFrame, reasons: pl.DataFrame) -> Iterator[str]:
    """The commonest reason, the one that rose most, and the first reply of the last complete period."""
    if len(reasons):
        top = reasons.row(0, named=True)
        yield say(
            "Most are about {reason}: {tickets:,} contacts, {share}.",
            reason=top["reason"],
            tickets=top["tickets"],
            share=numbers.share(top["share"]),
        )
        risen = reasons.filter(pl.col("change") > 0, pl.col("last") >= FEW).sort("change", descending=True)
        if len(risen):
            row = risen.row(0, named=True)
            yield say(
                "More than before are about {reason}: {last:,} after {before:,}.",
                reason=row["reason"],
                last=row["last"],
                before=row["before"],
            )
    whole = frame.filter("complete", pl.col("median_first_reply").is_not_null())
    if len(whole):
        row = whole.row(-1, named=True)
        yield (
            say(
                "In the period from {period} half of the replies came within {median_first_reply:.1f} "
                "hours, 90 % within {p90_first_reply:.1f}.",
                period=row["period"],
                median_first_reply=row["median_first_reply"],
                p90_first_reply=row["p90_first_reply"],
            )
        )

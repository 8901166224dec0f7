"""What is rising and falling, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Conclusion, Figure, Unit
from queries.formats.dates import period_label
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator

RISING, FALLING, STEADY, TOO_SHORT = mark("rising"), mark("falling"), mark("steady"), mark("too short")
TOLD = 3


def conclusion(table: pl.DataFrame, complete: pl.DataFrame, grain: str, seasons: int, of: str) -> Conclusion:
    """The finished table, how many rise and fall, which do so most surely, and what was compared with what."""
    if complete.is_empty():
        note = say(
            "There is no complete {grain}: choose a shorter grain (--grain) or a longer scope.", grain=say(grain)
        )
        return Conclusion(notes=(note,), tables={"": table.clear()})
    counts = {verdict: int((table["verdict"] == verdict).sum()) for verdict in (RISING, FALLING, STEADY, TOO_SHORT)}
    figures = tuple(Figure(say(verdict.capitalize()), n, Unit.COUNT, n=len(table)) for verdict, n in counts.items())
    return Conclusion(figures, tuple(_findings(table, of, grain)), tuple(_notes(complete, grain, seasons)), {"": table})


def _findings(table: pl.DataFrame, of: str, grain: str) -> Iterator[str]:
    what = {"quantity": say("pieces"), "orders": say("orders"), "revenue": say("in amount")}[of]
    for verdict in (RISING, FALLING):
        sure = table.filter(pl.col("verdict") == verdict)
        if len(sure):
            rows = (sure if verdict == RISING else sure.reverse()).head(TOLD).iter_rows(named=True)
            told = ", ".join(
                say(
                    "{item} ({slope:+.3g} {what} a {grain}, q {q:.2g})",
                    item=row["item"],
                    slope=row["slope"],
                    what=what,
                    grain=say(grain),
                    q=row["q"],
                )
                for row in rows
            )
            more = say(" and {sure:,} more", sure=len(sure) - TOLD) if len(sure) > TOLD else ""
            yield say("{verdict}: {told}{more}.", verdict=say(verdict.capitalize()), told=told, more=more)
    if table.height and not (table["verdict"].is_in([RISING, FALLING])).any():
        yield say("Nothing rises or falls by more than chance would.")


def _notes(complete: pl.DataFrame, grain: str, seasons: int) -> Iterator[str]:
    first, last = (period_label(complete["period"][place], grain) for place in (0, -1))
    yield say(
        "{complete:,} complete periods, {first} to {last}; one that is not over yet is in none of the figures.",
        complete=len(complete),
        first=first,
        last=last,
    )
    if seasons > 1:
        yield say(
            "Each {grain} is compared with the same {grain} of other years only: the time of the year is no trend.",
            grain=say(grain),
        )
    else:
        yield (
            say(
                "The time of the year is not taken out (that needs two whole years of months or "
                "quarters): a season may look like a trend."
            )
        )

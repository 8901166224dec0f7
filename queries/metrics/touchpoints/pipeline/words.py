"""What is said of deals: how many are open, how many were won, and what is not known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit
from queries.formats import numbers
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENOUGH = 30
"""Fewer closed deals make a win rate that chance alone can explain."""


def conclusion(tables: Mapping[str, pl.DataFrame], told: tuple[bool, bool, bool]) -> Conclusion:
    """Figures, sentences, and which columns would say more.

    Args:
        tables: The stages, `closed` and `steps`.
        told: Whether the mapping says what was won or lost, when deals closed, and when they changed their stage.
    """
    stages, closed = tables[""], tables["closed"]
    counts = {name: int(stages.filter(outcome=name)["deals"].sum()) for name in ("open", "won", "lost")}
    ended = counts["won"] + counts["lost"]
    rate = counts["won"] / ended if ended else None
    figures = (
        Figure(say("Open deals"), counts["open"], Unit.COUNT),
        Figure(say("Win rate"), rate, Unit.SHARE, n=ended),
    )
    findings: list[str] = []
    if rate is not None:
        findings.append(
            say(
                "{won:,} of {ended:,} closed deals were won ({rate}).",
                won=counts["won"],
                ended=ended,
                rate=numbers.share(rate),
            )
        )
    open_ones = stages.filter(pl.col("outcome") == "open")
    if len(open_ones):
        top = open_ones.row(0, named=True)
        words = say(
            "Most open deals are in {stage}: {deals:,} of {open:,}.",
            stage=top["stage"],
            deals=top["deals"],
            open=counts["open"],
        )
        findings.append(Finding(words, Behind(top)))
    without = ended - int(closed["won"].sum()) - int(closed["lost"].sum())
    return Conclusion(figures, tuple(findings), tuple(_notes(told, ended, without)))


def _notes(told: tuple[bool, bool, bool], ended: int, without: int) -> Iterator[str]:
    """What is not known, and which key of the mapping would tell it."""
    has_ends, has_times, has_changes = told
    if not has_ends:
        yield say("Nothing says which stages are won or lost: name them under [deals] (won, lost) in a mapping file.")
    elif not has_times:
        yield say("Nothing says when deals were closed: name the column under [deals] (closed) in a mapping file.")
    elif without > 0:
        yield say(
            "{without:,} of {ended:,} closed deals are in no period: out of the range, or closed at no known time.",
            without=without,
            ended=ended,
        )
    if 0 < ended < ENOUGH:
        yield say(
            "Only {ended:,} deals were closed: their win rate, and what is weighted by it, say little.", ended=ended
        )
    if not has_changes:
        yield say("From stage to stage needs a row each stage of a deal: name its time under [deals] (changed).")

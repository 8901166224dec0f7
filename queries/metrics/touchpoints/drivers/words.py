"""What goes with the goal beyond chance, said so that nobody takes it for a cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit
from queries.formats import numbers
from queries.models.association import chance, false_discovery
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOUND = 0.05
"""So small a q is no chance any more."""
TOLD = 3

NO_CAUSE = mark(
    "This is no cause: who is about to buy does other things as well, and who stays longer does more of everything. "
    "An experiment tells what would happen if more customers did it."
)


def conclusion(tables: Mapping[str, pl.DataFrame], goal: str, minimum: int) -> Conclusion:
    """The finished table with p and q, what is left after correcting for many, and what it does not mean."""
    frame = tables[""]
    if frame.is_empty():
        left_out = say(
            "No behaviour is had and not had by {minimum:,} customers each (--set minimum=N).", minimum=minimum
        )
        empty = pl.lit(None, pl.Float64)
        shown = frame.drop("everyone", "buyers").with_columns(p=empty, q=empty)
        return Conclusion(notes=(left_out,), tables={"": shown})
    everyone, buyers = frame["everyone"][0], frame["buyers"][0]
    correlations = frame["phi"].fill_null(0.0).to_numpy()
    p = chance(correlations, everyone)
    tested = frame.drop("everyone", "buyers").with_columns(p=p, q=false_discovery(p))
    figures = (
        Figure(say("Reached the goal"), buyers / everyone, Unit.SHARE, n=everyone),
        Figure(say("Beyond chance"), int(np.sum(false_discovery(p) < FOUND)), Unit.COUNT, n=len(frame)),
    )
    notes = (
        NO_CAUSE,
        say(
            "Of who reached {goal} only what came before counts; of the others everything in the "
            "range. Behaviours that fewer than {minimum:,} customers have, or have not, are left out.",
            goal=goal,
            minimum=minimum,
        ),
    )
    return Conclusion(figures, tuple(_findings(tested)), notes, {"": tested})


def _findings(tested: pl.DataFrame) -> Iterator[str]:
    """The strongest connections beyond chance."""
    sure = tested.filter(pl.col("q") < FOUND, pl.col("strength") != "none")
    if sure.is_empty():
        yield say("Nothing goes with it more than slightly beyond chance (φ of .2, q below {found}).", found=FOUND)
    for row in sure.head(TOLD).iter_rows(named=True):
        yield Finding(
            say(
                "{about} {behaviour} goes with it more often: {rate} of {did:,} customers with, "
                "{rate_without} of {not_:,} without (odds ratio {odds_ratio}, {low} to {high})."
                if row["phi"] > 0
                else "{about} {behaviour} goes with it less often: {rate} of {did:,} customers with, "
                "{rate_without} of {not_:,} without (odds ratio {odds_ratio}, {low} to {high}).",
                about=say(row["about"].replace("_", " ").capitalize()),
                behaviour=row["behaviour"],
                rate=numbers.share(row["rate"]),
                did=row["did"],
                rate_without=numbers.share(row["rate_without"]),
                not_=row["not"],
                odds_ratio=numbers.rate(row["odds_ratio"]),
                low=numbers.rate(row["low"]),
                high=numbers.rate(row["high"]),
            ),
            Behind(row),
        )

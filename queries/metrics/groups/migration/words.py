"""What moved most between two dates, in figures and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOT_KNOWN = mark("not known yet")
"""Where customers came from who were first seen after the earlier date."""
TOLD = 3


def conclusion(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """How many stayed, the largest moves, and which segment moving made larger and smaller most."""
    flows, sizes = tables[""], tables["sizes"]
    known_then, stayed = int(sizes["before"].sum()), int(sizes["stayed"].sum())
    new = int(sizes["first_known"].sum())
    figures = (
        Figure(say("Stayed where they were"), stayed / known_then if known_then else None, Unit.SHARE, n=known_then),
        Figure(say("Not known yet"), new, Unit.COUNT),
    )
    return Conclusion(figures, (*_moves(flows), *_net(sizes)))


def _moves(flows: pl.DataFrame) -> Iterator[str]:
    """The largest flows of those who were known and did not stay."""
    moved = flows.filter(pl.col("from") != pl.col("to"), pl.col("from") != NOT_KNOWN, pl.col("customers") > 0)
    for row in moved.sort("customers", descending=True, maintain_order=True).head(TOLD).iter_rows(named=True):
        yield Finding(
            say(
                "From “{from_}” to “{to}”: {customers:,} customers, {share:.0f} % of the {from_size:,} who were there.",
                from_=say(row["from"]),
                to=say(row["to"]),
                customers=row["customers"],
                share=row["share"] * 100,
                from_size=row["from_size"],
            ),
            Behind(row),
        )


def _net(sizes: pl.DataFrame) -> Iterator[str]:
    """The segments that gained and lost most by moves between segments."""
    ordered = sizes.sort("net", descending=True, maintain_order=True)
    if ordered.is_empty():
        return
    for row, won in ((ordered.row(0, named=True), "gained"), (ordered.row(-1, named=True), "lost")):
        if (row["net"] > 0) is (won == "gained") and row["net"]:
            yield say(
                "“{segment}” gained most by such moves: {came:,} came, {left:,} left."
                if won == "gained"
                else "“{segment}” lost most by such moves: {came:,} came, {left:,} left.",
                segment=say(row["segment"]),
                came=row["came"],
                left=row["left"],
            )

"""What a customer most likely buys next, by what others bought next after what the customer bought last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit
from queries.data.goods import keyed, labels
from queries.data.next_bought import followed, later, nexts, usual
from queries.formats import numbers
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.data.data import Data

MOST, ENOUGH = 3, 10
"""So many things are told, each on the word of so many others at least."""
BY = "item"

NEXT = (
    Column("item", "what may be bought next", Unit.TEXT, key=True),
    Column("because", "what the customer bought on the last day with an order", Unit.TEXT),
    Column(
        "share",
        "share of those who bought that for the first time, and came again, who bought this on their next day",
        Unit.SHARE,
        numerator="customers",
        denominator="of",
    ),
    Column("base", "share of all days with an order, but each customer's first, that have this", Unit.SHARE),
    Column("customers", "customers who did", Unit.COUNT),
    Column("of", "customers who bought that and anything on a later day", Unit.COUNT),
)


def suggested(person: Data) -> pl.DataFrame:
    """The things most likely bought next, likeliest first, with the columns of `NEXT`.

    Others' purchases tell it: of everyone in the scope, who bought for the first time what this customer bought last.
    Only what comes next more often than on any day is told; no rows where too few others bought the same.
    """
    lines = keyed(person.items, BY)
    last = lines.filter(pl.col("day") == pl.col("day").max()).select("key").unique()
    everyone = person.everyone
    starts = followed(everyone, BY).join(last, on="key", how="semi")
    after = later(everyone, BY).join(starts.select("visit").unique(), on="visit", how="semi")
    found = nexts(starts.collect(), after.collect(), usual(everyone, BY).collect(), ENOUGH, person.check)
    # Of several reasons for one thing the strongest is told.
    best = found.filter(pl.col("lift") > 1).sort("share", "customers", "key", descending=[True, True, False])
    told = best.unique("next", keep="first", maintain_order=True).sort("share", descending=True, maintain_order=True)
    names = labels(everyone, BY).collect()
    return (
        told.head(MOST)
        .join(names.rename({"key": "next", "label": "item"}), on="next", how="left", maintain_order="left")
        .join(names.rename({"label": "because"}), on="key", how="left", maintain_order="left")
        .rename({"n": "of"})
        .select(column.name for column in NEXT)
    )


def in_words(table: pl.DataFrame) -> Iterator[str]:
    """The likeliest things with their reasons, one sentence; none where nothing is likely."""
    reasons = [
        say(
            "{item} ({share} of those who first bought {because}, {customers:,} of {of:,}; any order {base})",
            item=row["item"],
            share=numbers.share(row["share"]),
            because=row["because"],
            customers=row["customers"],
            of=row["of"],
            base=numbers.share(row["base"]),
        )
        for row in table.iter_rows(named=True)
    ]
    if reasons:
        yield say("Most likely next: {names}.", names=say("; ").join(reasons))

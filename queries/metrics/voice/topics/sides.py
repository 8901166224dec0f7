"""Which texts are looked at, and which of them are set against the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import CUSTOMERS, HISTORY
from queries.customers.opinions import NEGATIVE, POSITIVE, feeling
from queries.question.scope import Segment
from queries.segments.membership import in_segment

if TYPE_CHECKING:
    from queries.data.data import Data

OF = ("complaints", "praise", "reviews", "all")
REST, BEFORE = "rest", "before"


def sides(data: Data, of: str, against: str) -> pl.LazyFrame:
    """The texts that are compared: the columns of `TEXTS`, `row` (its number), `negative`, and `inside`: on this side.

    Args:
        data: The scoped data.
        of: `complaints`, `praise`, `reviews` or `all`.
        against: `rest`, `before`, or `SEGMENTATION=SEGMENT`.

    Raises:
        UsageError: There is no such segmentation or segment.
        QuestionError: Nothing says when texts were written, or whose they are, and it has to be known.
    """
    felt = feeling(pl.col("mood"))
    wanted = {
        "complaints": (felt == NEGATIVE).fill_null(value=False),
        "praise": (felt == POSITIVE).fill_null(value=False),
        "reviews": pl.col("score").is_not_null(),
        "all": pl.lit(value=True),
    }[of]
    rows = data.within(data.texts).with_row_index("row").with_columns(negative=felt == NEGATIVE)
    if against == REST:
        if of in ("complaints", "praise"):
            return rows.with_columns(inside=wanted)
        return rows.filter(wanted).with_columns(inside=pl.lit(value=True))
    data.require(HISTORY if against == BEFORE else CUSTOMERS)
    if against == BEFORE:
        last, before = last_two(data)
        index = data.period_index
        return rows.filter(wanted, (index == last) | (index == before)).with_columns(inside=index == last)
    members = in_segment(data.everyone, Segment.parse(against)).with_columns(inside=pl.lit(value=True))
    marked = rows.filter(wanted).join(members, on="customer", how="left", maintain_order="left")
    return marked.with_columns(pl.col("inside").fill_null(value=False))


def last_two(data: Data) -> tuple[int, int]:
    """The indexes of the last complete period and of the one before it; of none −1."""
    complete = data.periods.filter("complete", "reported")["index"].to_list()
    last, before = ([-1, -1, *complete][at] for at in (-1, -2))
    return last, before

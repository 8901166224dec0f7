"""Visits as walks from place to place: which rows belong to them, and at which step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.data.visits import visits
from queries.dimensions.steps import columns_of, read_steps
from queries.errors import UsageError
from queries.eventlog.runs import ends, starts

if TYPE_CHECKING:
    from queries.data.data import Data
    from queries.dimensions.steps import Step

NOWHERE = -(2**32)
"""The row of a start or end that a visit does not have."""


@once
def walks(data: Data, start: str | None, end: str | None, by: str, collapse: bool) -> pl.LazyFrame:
    """The reported rows of the visits, from the first start on and up to the first end after it.

    Returns:
        `customer`, `visit`, `event` or `page` as codes in `place`, `step` (of the move from this row: 1 is the first
        one; with an end and no start 1 is the one into the end, and the end's own row is 0), `next` (the place of the
        next row of the visit, null for the last) and `wait` (ms until it).
    """
    first, last = (_one(data, written) if written else None for written in (start, end))
    names = tuple(dict.fromkeys((*(("page",) if by == "page" else ()), *columns_of((*filter(None, (first, last)),)))))
    rows = data.within(visits(data, names=names)).select(
        "customer",
        "visit",
        pl.col("time").cast(pl.Int64),
        place=_place(data, by),
        is_start=first.is_met if first else pl.lit(value=False),
        is_end=last.is_met if last else pl.lit(value=False),
    )
    if collapse:
        rows = rows.filter(starts("visit", "place"))
    numbered = rows.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64), top=starts("visit"))
    placed = numbered.with_columns(begin=_from(first))
    if last:
        into = pl.col("is_end") & (pl.col("row") > pl.col("begin")) if first else pl.col("is_end")
        placed = placed.with_columns(is_end=_first_of_visit(into)).with_columns(
            stop=pl.when("is_end").then("row").when(ends("visit")).then(NOWHERE).backward_fill()
        )
        placed = placed.filter(pl.col("row") <= pl.col("stop"))
    kept = placed.filter(pl.col("begin") != NOWHERE, pl.col("row") >= pl.col("begin"))
    back = last is not None and first is None
    step = pl.col("stop") - pl.col("row") if back else pl.col("row") - pl.col("begin") + 1
    goes_on = pl.col("visit") == pl.col("visit").shift(-1)
    return kept.select(
        "customer",
        "visit",
        "place",
        step=step,
        next=pl.when(goes_on).then(pl.col("place").shift(-1)),
        wait=pl.when(goes_on).then(pl.col("time").shift(-1) - pl.col("time")),
    )


def names_of_places(data: Data, by: str) -> pl.Series:
    """What the codes of places stand for: kinds of event, then pages."""
    pages: list[str] = []
    if by == "page":
        pages = data.events_with("page").collect_schema()["page"].categories.to_list()  # type: ignore[attr-defined]
    return pl.Series("place", [*data.log.kinds, *pages], dtype=pl.String)


def _one(data: Data, written: str) -> Step:
    """The one event, with a condition where one is wanted, that a path begins or ends with.

    Raises:
        UsageError: It is not there, or several are named.
    """
    found = read_steps(data, written)
    if len(found) != 1:
        raise UsageError(
            f"“{written}” is not one event.", "A path starts and ends with one: start=page_view[page=/cart]."
        )
    return found[0]


def _place(data: Data, by: str) -> pl.Expr:
    """The code of an event's place (u32): its kind; by page its page, where it has one."""
    kind = pl.col("event").to_physical().cast(pl.UInt32)
    if by != "page":
        return kind
    page = pl.col("page").to_physical().cast(pl.UInt32) + len(data.log.kinds)
    return pl.coalesce(page, kind)


def _from(start: Step | None) -> pl.Expr:
    """The row a walk begins with: the first of its visit, or the first start in it; above that `NOWHERE`."""
    if start is None:
        return pl.when("top").then("row").forward_fill()
    began = _first_of_visit(pl.col("is_start"))
    return pl.when(began).then("row").when("top").then(NOWHERE).forward_fill()


def _first_of_visit(marked: pl.Expr) -> pl.Expr:
    """Of the marked rows of each visit the first."""
    count = marked.cast(pl.Int64).cum_sum()
    before = pl.when("top").then(count - marked.cast(pl.Int64)).forward_fill()
    return marked & (count - before == 1)

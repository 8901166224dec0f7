"""Every session as one row: whose, when, how long, and whether it was engaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.data.visits import visits
from queries.dimensions.named import events_named
from queries.dimensions.split import split_by
from queries.eventlog.conditions import one_of
from queries.eventlog.runs import per_run

if TYPE_CHECKING:
    from queries.data.data import Data

PLACES = ("landing", "exit")
"""Splits by the page, or event, that a session begins or ends with."""
PAGE_VIEWS = ("page_view", "pageview", "page view", "screen_view", "view")
"""What kinds of event are called that are page views, where no column tells pages."""


def split_code(split: str) -> str:
    """The column of `each_session` that a split goes by."""
    return split if split in PLACES else "code"


@once
def each_session(
    data: Data, gap: int, goal: str | None, engaged_seconds: int, split: str | None = None
) -> pl.LazyFrame:
    """One row a session that began in the reported range; those of a customer lie together.

    Returns:
        `customer`, `index` of the period, `events`, `ms` from the first event to the last, `goals`, `engaged`; with a
        split `code` (the dimension's value at the first event), or `landing` or `exit`.
    """
    has_pages = data.log.has("page")
    names = ("page",) if has_pages else ()
    rows = visits(data, gap, names)
    totals = {"goals": _is_goal(data, goal), "pages": _is_page_view(data)}
    first = {"day": pl.col("day"), "began": pl.col("time").cast(pl.Int64), "customer": pl.col("customer")}
    last = {"ended": pl.col("time").cast(pl.Int64)}
    place: dict[str, pl.Expr] = {}
    if split in PLACES:
        end = first if split == "landing" else last
        end |= {f"at {name}": pl.col(name) for name in ("event", *names)}
        place = {split: pl.coalesce(pl.col(f"at {name}").cast(pl.String) for name in (*names, "event"))}
    elif split:
        first["code"] = split_by(data, split).code
        place = {"code": pl.col("code")}
    runs = per_run(rows, ("visit",), count="events", totals=totals, first=first, last=last)
    lasted = pl.col("ended") - pl.col("began")
    engaged = (lasted > engaged_seconds * 1000) | (pl.col("goals") > 0) | (pl.col("pages") > 1)
    return data.within(runs).select(
        "customer", "events", "goals", index=data.period_index, ms=lasted, engaged=engaged, **place
    )


def _is_goal(data: Data, goal: str | None) -> pl.Expr:
    """Whether an event is the goal; without purchases none is unless it is named."""
    if goal is None:
        return data.is_purchase
    kinds = events_named(data, goal).kinds
    return pl.col("event").is_not_null() if kinds is None else one_of("event", kinds)


def _is_page_view(data: Data) -> pl.Expr:
    """Whether an event is a page view: it is called so; where none is, it has a page; else every event is."""
    called = [kind for kind in data.log.kinds if kind.casefold() in PAGE_VIEWS]
    if called:
        return one_of("event", called)  # a click or a scroll tells its page, too, and is no view of it
    return pl.col("page" if data.log.has("page") else "event").is_not_null()

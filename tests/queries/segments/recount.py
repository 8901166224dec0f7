"""Random purchases, and what segmentations by purchases stand on: recency, frequency, money in plain Python."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl
from hypothesis import strategies as st

from queries.data.data import Data
from queries.question.scope import Scope
from queries.segments.membership import membership

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.eventlog.model import EventLog

FIRST = date(2024, 1, 1)
ROLES = {kind: (kind,) for kind in ("purchase", "refund", "visit", "click")}
PEOPLE = [(f"p{n}", None) for n in range(8)]

Row: TypeAlias = tuple[int, int, str, "int | None"]
"""Number of a customer, day, kind of event, amount."""

Figures: TypeAlias = dict[str, tuple[int, int, int]]
"""Id → recency, frequency, monetary."""

ROWS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(0, 60),
        st.sampled_from(["purchase", "purchase", "purchase", "refund", "click"]),
        st.none() | st.integers(0, 6),
    ),
    max_size=35,
).map(lambda rows: [(0, 30, "purchase", 3), *rows])
"""Events of up to eight customers; somebody buys something."""

WINDOWS = st.none() | st.integers(1, 70)


def at(day: int) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), datetime.min.time())


def log_with(log_of: Callable[..., EventLog], rows: list[Row]) -> EventLog:
    return log_of(*((f"p{who}", at(day), *rest) for who, day, *rest in rows), customers=PEOPLE, roles=ROLES)


def segments(log: EventLog, id: str, **parameters: Any) -> dict[str, str]:  # noqa: A002
    """Id → segment."""
    members = membership(Data(log, Scope()), id, **parameters).join(log.customers, on="customer")
    return dict(members.select("id", pl.col("segment").cast(pl.String)).collect().iter_rows())


def end_of(rows: list[Row]) -> int:
    """The analysis date, as a day."""
    return max(day for _, day, *_ in rows) + 1


def figures(rows: list[Row], window: int | None = None) -> Figures:
    """Recency, frequency and money of everyone who bought in the window."""
    end = end_of(rows)
    inside = [row for row in rows if row[1] >= (end - window if window else 0)]
    sign = {"purchase": 1, "refund": -1, "click": 0}
    of_buyers = {}
    for who in {row[0] for row in inside if row[2] == "purchase"}:
        days = {day for number, day, kind, _ in inside if number == who and kind == "purchase"}
        money = sum(sign[kind] * (amount or 0) for number, _, kind, amount in inside if number == who)
        of_buyers[f"p{who}"] = (end - max(days), len(days), money)
    return of_buyers


def by_money(of_buyers: Figures) -> list[str]:
    """Ids, the most money first, ties by id."""
    return sorted(of_buyers, key=lambda who: (-of_buyers[who][2], who))


def money_before(of_buyers: Figures) -> dict[str, int]:
    """Id → what those who rank above it bring together."""
    order = by_money(of_buyers)
    return {who: sum(of_buyers[better][2] for better in order[:rank]) for rank, who in enumerate(order)}


def everyone(segment_of: dict[str, str]) -> dict[str, str]:
    """With those in no segment: nobody of them bought."""
    return {who: segment_of.get(who, "no purchase") for who, _ in PEOPLE}


def quantile(values: list[float], share: float) -> float:
    """Interpolated linearly, as the catalogue says."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

"""What can be picked where events are named: kinds, their commonest pages, values, counted and in people's order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from queries.data.visits import visits
from queries.dimensions.named import events_named
from queries.dimensions.steps import FIELDS, Step
from queries.eventlog.conditions import one_of
from queries.eventlog.runs import starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from queries.data.data import Data

ENOUGH = 1_000_000
"""Of more events those of every second, third … customer are looked at: the order of steps is no figure."""
PAGES = 12
"""So many pages, the commonest, are looked at where one kind of event says little."""
MOST_KINDS = 40
"""So many kinds, the commonest, are put in people's order; rarer ones follow by their number."""
MOST_VALUES = 1_000
"""So many values of a condition, the commonest, are told."""


@dataclass(frozen=True)
class Pick:
    """Something that can be picked.

    Attributes:
        written: How it is written in a parameter: `page_view`, `page_view[page=/cart]`.
        events: How many events of the reported range are such.
    """

    written: str
    events: int


def picks(data: Data) -> tuple[Pick, ...]:
    """The kinds of event that occur, and their commonest pages, in the order in which people come to them."""
    counted = data.reported.group_by("event").agg(n=pl.len()).select(pl.col("event").cast(pl.String), "n")
    known = data.keep(counted.sort("n", "event", descending=[True, False])).collect()
    kinds = [(Step((kind,), kind), count) for kind, count in known.iter_rows()]
    paged = pages(data, known["event"].to_list())
    looked_at = (*kinds[:MOST_KINDS], *paged)
    steps = [step for step, _ in looked_at]
    ordered = [looked_at[at] for at in in_order(data, some_visits(data, steps), steps)]
    return tuple(Pick(step.words, count) for step, count in (*ordered, *kinds[MOST_KINDS:]))


def fields(data: Data) -> tuple[str, ...]:
    """What a condition can be on in these data."""
    return tuple(name for name in FIELDS if data.log.has(name))


def values(data: Data, event: str, field: str) -> tuple[Pick, ...]:
    """The values of one column that events have, the commonest first, as conditions.

    Raises:
        UsageError: There is no such event.
        QuestionError: No event has such a column.
    """
    named = events_named(data, event)
    rows = data.within(data.events if field == "channel" else data.events_with(field))
    valued = named.among(rows).filter(pl.col(field).is_not_null())
    counted = valued.group_by(field).agg(n=pl.len()).sort("n", field, descending=[True, False]).head(MOST_VALUES)
    common = data.keep(counted.select(pl.col(field).cast(pl.String), "n")).collect()
    return tuple(Pick(f"{event}[{field}={value}]", count) for value, count in common.iter_rows())


def pages(data: Data, kinds: Sequence[str]) -> list[tuple[Step, int]]:
    """The commonest pages of kinds of event, with how many events have them; of data that know none, nothing."""
    if not data.log.has("page"):
        return []
    seen = data.within(data.events_with("page")).filter(pl.col("page").is_not_null(), one_of("event", kinds))
    counted = seen.group_by("event", "page").agg(n=pl.len()).sort("n", "event", "page", descending=[True, False, False])
    common = data.keep(counted.head(PAGES).select(pl.col("event", "page").cast(pl.String), "n")).collect()
    return [(Step((kind,), f"{kind}[page={page}]", "page", (page,)), count) for kind, page, count in common.iter_rows()]


def some_visits(data: Data, steps: Iterable[Step]) -> pl.LazyFrame:
    """Visits, as many as are enough to see an order: `customer`, `event`, `visit`, `time` (ms), `top` of the visit.

    With the columns that conditions of the steps are on.
    """
    paged = ("page",) if any(step.field for step in steps) else ()
    looked_at = pl.col("customer") % (1 + data.log.rows // ENOUGH) == 0
    some = data.within(visits(data, names=paged)).filter(looked_at)
    return data.keep(
        some.select("customer", "event", "visit", pl.col("time").cast(pl.Int64), *paged, top=starts("visit"))
    )


def in_order(data: Data, rows: pl.LazyFrame, steps: Sequence[Step]) -> list[int]:
    """The places of some steps in the order in which people come to them.

    One is before another where in most visits with both its first event comes first; before as many others as
    possible is first. Of those that no visit tells apart the one that is named first.
    """
    names = [str(at) for at in range(len(steps))]
    firsts = {name: pl.col("row").filter(step.is_met).min() for name, step in zip(names, steps, strict=True)}
    met = data.keep(rows.with_row_index("row").group_by("visit").agg(**firsts))
    pairs = list(combinations(names, 2))
    # How many visits more have the one first than the other: above zero, below, or undecided.
    more = [
        (pl.col(one) < pl.col(other)).sum().cast(pl.Int64) - (pl.col(one) > pl.col(other)).sum() for one, other in pairs
    ]
    leads = data.keep(met.select(lead.alias(str(at)) for at, lead in enumerate(more))).collect().row(0) if pairs else ()
    ahead = dict.fromkeys(names, 0)
    for (one, other), lead in zip(pairs, leads, strict=True):
        sign = (lead > 0) - (lead < 0)
        ahead[one] += sign
        ahead[other] -= sign
    return sorted(range(len(steps)), key=lambda at: (-ahead[names[at]], at))

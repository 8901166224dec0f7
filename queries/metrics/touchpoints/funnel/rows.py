"""The events a funnel looks at: those of its steps, each with a bit a step, and no more of them than decide."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from queries.data.events import stay_lazy
from queries.data.visits import visits
from queries.dimensions.steps import columns_of
from queries.eventlog.runs import ends, starts
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from queries.data.data import Data
    from queries.dimensions.steps import Step
    from queries.metrics.touchpoints.funnel.asked import Funnel

CODE_BITS = 32
END = 1 << CODE_BITS - 1
"""The bit of an event that ends attempts."""


def is_step(number: int) -> pl.Expr:
    """Whether a row is an event of a step; the first is 0."""
    return (pl.col("code") & (1 << number)) != 0


def rows(data: Data, funnel: Funnel) -> pl.LazyFrame:
    """The reported events of the steps, and those that end attempts; in strict order every event.

    Returns:
        `customer`, `space` (customer or visit, which an attempt does not leave), `time` (ms), `index` of the period,
        `code` (bits of the steps); sorted by customer, space, time. Events of one instant stand as in their file;
        where they come from several, which tell no order, as the steps do.
    """
    names = columns_of((*funnel.steps, *funnel.without))
    if funnel.in_visit:
        events, space = visits(data, names=names), "visit"
    else:
        events, space = data.events_with(*names) if names else data.events, "customer"
    marked = data.within(events).select(
        "customer",
        pl.col(space).cast(pl.UInt32).alias("space"),
        pl.col("time").cast(pl.Int64),
        index=data.period_index,
        code=_code(funnel),
    )
    if funnel.order != "strict":
        marked = marked.filter(pl.col("code") != 0)
    if funnel.order == "sequential" and _of_several_tables(data, funnel.steps):
        marked = _ties_in_order(data, marked)
    return marked if any(a.overlaps(b) for a, b in combinations(funnel.steps, 2)) else _deciding(marked, funnel)


def _code(funnel: Funnel) -> pl.Expr:
    """A bit a step; an event that ends attempts is none."""
    bits = (pl.when(step.is_met).then(1 << at).otherwise(0).cast(pl.UInt32) for at, step in enumerate(funnel.steps))
    code = pl.sum_horizontal(bits)
    if not funnel.without:
        return code
    return pl.when(pl.any_horizontal([step.is_met for step in funnel.without])).then(END).otherwise(code)


def _of_several_tables(data: Data, steps: tuple[Step, ...]) -> bool:
    """Whether the steps come from different tables: no file then says which of one instant came first."""
    fields = [entry.fields.get(Meaning.EVENT) for entry in data.log.mapping.events]
    told = [field.value.casefold() if field is not None and field.value else None for field in fields]
    tables = (
        [at for at, value in enumerate(told) if value == kind.casefold()]
        or [at for at, value in enumerate(told) if value is None]
        for kind in {kind for step in steps for kind in (step.kinds or data.log.kinds)}
    )
    return len({at for places in tables for at in places}) > 1


def _ties_in_order(data: Data, marked: pl.LazyFrame) -> pl.LazyFrame:
    """The rows, those of one instant in the order of their steps; only these are sorted."""
    place = pl.col("code").bitwise_trailing_zeros()
    if data.keep is stay_lazy:
        return marked.sort(pl.col("customer"), pl.col("space"), pl.col("time"), place, maintain_order=True)
    held = data.keep(marked).collect()
    tied = ~(starts("space", "time") & ends("space", "time"))
    rows = data.keep(held.lazy().with_row_index("row").filter(tied).select("row", "space", "time", "code"))
    # They have everything but their steps in common, and keep the places they have together.
    instant = starts("space", "time").cum_sum().cast(pl.UInt64)
    ordered = rows.select("row", pl.col("code").sort_by(instant * CODE_BITS + place, maintain_order=True)).collect()
    return held.with_columns(held["code"].scatter(ordered["row"], ordered["code"])).lazy()


def _deciding(marked: pl.LazyFrame, funnel: Funnel) -> pl.LazyFrame:
    """Of neighbours that are the same step those that decide, where no event is two steps.

    A later step is reached by the first of them. Of starts the last one of each period leaves most of the window;
    where only a customer's first start counts it is the first one.
    """
    first = starts("space", "code", "index")
    if funnel.order == "any":
        return marked.filter(first | ends("space", "code", "index"))
    start = first if funnel.first else ends("space", "code", "index")
    return marked.filter(pl.when(is_step(0)).then(start).otherwise(starts("space", "code")))

"""The steps of a funnel where nobody names any: what visits with a purchase go through before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.events import stay_lazy
from queries.data.once import once
from queries.data.visits import visits
from queries.dimensions.steps import Step
from queries.errors import QuestionError
from queries.eventlog.conditions import one_of
from queries.eventlog.runs import starts

if TYPE_CHECKING:
    from queries.data.data import Data

MOST = 4
"""So many steps before the purchase."""
LEAST = 0.2
"""So large a share of purchases a step is in the same visit before them."""
ENOUGH = 1_000_000
"""Of more events those of every second, third … customer are looked at: the order of steps is no figure."""
PAGES = 12
"""So many pages, the commonest, are looked at where one kind of event says little."""


@once
def proposed(data: Data) -> tuple[Step, ...]:
    """Up to four kinds of event (or pages) that most often come before a purchase in its visit, and the purchase.

    In the order they come. Where nothing comes before purchases it is one purchase and the next.

    Raises:
        QuestionError: The data have no purchases.
    """
    orders = data.log.kinds_of("purchase")
    if not orders:
        raise QuestionError(
            "These data hold no purchase events for a funnel to end with.",
            "Name its steps: --set steps=EVENT,EVENT.",
        )
    purchase, own = (
        Step(orders, "purchase" if len(orders) > 1 else orders[0]),
        {*data.log.kinds_of("purchase", "refund")},
    )
    kinds = [kind for kind in data.log.kinds if kind not in own and data.log.activity(kind).kind == "active"]
    if data.keep is stay_lazy:  # a plan that is sent away cannot be looked at on the way
        return (*(Step((kind,), kind) for kind in kinds[:MOST]), purchase) if kinds else (purchase, purchase)
    steps = [Step((kind,), kind) for kind in kinds] + _pages(data, kinds)
    return (*_before(data, steps, purchase), purchase) if steps else (purchase, purchase)


def _pages(data: Data, kinds: list[str]) -> list[Step]:
    """The commonest pages of kinds of event; of a file that has none, nothing."""
    if not data.log.has("page"):
        return []
    seen = data.events_with("page").filter(pl.col("page").is_not_null(), one_of("event", kinds))
    counted = seen.group_by("event", "page").agg(n=pl.len()).sort("n", "event", "page", descending=[True, False, False])
    common = data.keep(counted.head(PAGES).select(pl.col("event", "page").cast(pl.String))).collect()
    return [Step((kind,), f"{kind}[page={page}]", "page", (page,)) for kind, page in common.iter_rows()]


def _before(data: Data, steps: list[Step], purchase: Step) -> tuple[Step, ...]:
    """Those of some steps that come before purchases, in the order they come; of none, the purchase."""
    paged = ("page",) if any(step.field for step in steps) else ()
    looked_at = pl.col("customer") % (1 + data.log.rows // ENOUGH) == 0
    some = data.within(visits(data, names=paged)).filter(looked_at)
    columns = ("customer", "event", "visit", pl.col("time").cast(pl.Int64), *paged)
    rows = data.keep(some.select(*columns, top=starts("visit")))
    names = [str(at) for at in range(len(steps))]
    # Every visit begins anew; the purchase itself is none of the steps.
    seen = [pl.when(step.is_met).then(1).when("top").then(0).forward_fill() for step in steps]
    bought = rows.select(purchase.is_met.alias("bought"), **dict(zip(names, seen, strict=True))).filter("bought")
    shares = data.keep(bought.select(pl.col(names).mean())).collect().row(0)
    often = [at for at, share in enumerate(shares) if (share or 0) >= LEAST]
    # A page says more than the kind of event that every page is.
    parted = {steps[at].kinds for at in often if steps[at].field}
    often = [at for at in often if steps[at].field or steps[at].kinds not in parted]
    commonest = sorted(often, key=lambda at: (-shares[at], at))[:MOST]
    return _in_order(data, rows, tuple(steps[at] for at in commonest), purchase) or (purchase,)


def _in_order(data: Data, rows: pl.LazyFrame, steps: tuple[Step, ...], purchase: Step) -> tuple[Step, ...]:
    """The steps by how long before the purchase the first of each is in its visit, half the times; farthest first."""
    if len(steps) < 2:
        return steps
    waits = {}
    for at, step in enumerate(steps):
        count = step.is_met.cast(pl.Int64).cum_sum()
        before = pl.when("top").then(count - step.is_met.cast(pl.Int64)).forward_fill()
        first = pl.when(step.is_met & (count - before == 1)).then("time").when("top").then(-1).forward_fill()
        waits[str(at)] = pl.when(first >= 0).then(pl.col("time") - first)
    bought = rows.select(purchase.is_met.alias("bought"), **waits).filter("bought")
    medians = data.keep(bought.select(pl.col(list(waits)).median())).collect().row(0)
    return tuple(steps[at] for at in sorted(range(len(steps)), key=lambda at: (-(medians[at] or 0), at)))

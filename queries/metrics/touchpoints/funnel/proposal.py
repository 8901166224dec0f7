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
PAGES = 12
"""So many pages, the commonest, are looked at where one kind of event says little."""


@once
def proposed(data: Data) -> tuple[Step, ...]:
    """Up to four kinds of event (or pages) that most often come before a purchase in its visit, and the purchase.

    What most customers did comes first. Where nothing comes before purchases it is one purchase and the next.

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
    """Those of some steps that come before purchases, the one that most customers did first; of none, the purchase."""
    paged = ("page",) if any(step.field for step in steps) else ()
    rows = data.within(visits(data, names=paged))
    # Every visit begins anew; the purchase itself is none of the steps.
    top, names = starts("visit"), [str(at) for at in range(len(steps))]
    seen = [pl.when(step.is_met).then(1).when(top).then(0).forward_fill() for step in steps]
    bought = rows.select(purchase.is_met.alias("bought"), **dict(zip(names, seen, strict=True))).filter("bought")
    people = [
        rows.filter(step.is_met).select(starts("customer").sum().alias(names[at])) for at, step in enumerate(steps)
    ]
    shares = data.keep(bought.select(pl.col(names).mean())).collect().row(0)
    reach = data.keep(pl.concat(people, how="horizontal")).collect().row(0)
    often = [at for at, share in enumerate(shares) if (share or 0) >= LEAST]
    # A page says more than the kind of event that every page is.
    parted = {steps[at].kinds for at in often if steps[at].field}
    often = [at for at in often if steps[at].field or steps[at].kinds not in parted]
    commonest = sorted(often, key=lambda at: (-shares[at], at))[:MOST]
    return tuple(steps[at] for at in sorted(commonest, key=lambda at: (-reach[at], at))) or (purchase,)

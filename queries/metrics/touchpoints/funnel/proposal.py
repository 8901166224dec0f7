"""The steps of a funnel where nobody names any: what visits with a purchase go through before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.data.events import stay_lazy
from queries.data.once import once
from queries.dimensions.picking import in_order, pages, some_visits
from queries.dimensions.steps import Step, read_steps, written
from queries.errors import QuestionError
from queries.wording import say

if TYPE_CHECKING:
    from queries.data.data import Data

MOST = 4
"""So many steps before the purchase."""
LEAST = 0.2
"""So large a share of purchases a step is in the same visit before them."""


def proposal(data: Data) -> str | None:
    """The proposed steps as they are written; None where they cannot be.

    Raises:
        QuestionError: The data have no purchases.
    """
    steps = proposed(data)
    text = written(step.words for step in steps)
    return text if read_steps(data, text) == steps else None


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
            say("These data hold no purchase events for a funnel to end with."),
            say("Name its steps: --set steps=EVENT,EVENT."),
        )
    purchase, own = (
        Step(orders, "purchase" if len(orders) > 1 else orders[0]),
        {*data.log.kinds_of("purchase", "refund")},
    )
    kinds = [kind for kind in data.log.kinds if kind not in own and data.log.activity(kind).kind == "active"]
    if data.keep is stay_lazy:  # a plan that is sent away cannot be looked at on the way
        return (*(Step((kind,), kind) for kind in kinds[:MOST]), purchase) if kinds else (purchase, purchase)
    steps = [*(Step((kind,), kind) for kind in kinds), *(step for step, _ in pages(data, kinds))]
    return (*_before(data, steps, purchase), purchase) if steps else (purchase, purchase)


def _before(data: Data, steps: list[Step], purchase: Step) -> tuple[Step, ...]:
    """Those of some steps that come before purchases, in the order they come; of none, the purchase."""
    rows = some_visits(data, steps)
    names = [str(at) for at in range(len(steps))]
    # Every visit begins anew; the purchase itself is none of the steps.
    seen = [pl.when(step.is_met).then(1).when("top").then(0).forward_fill() for step in steps]
    bought = rows.select(purchase.is_met.alias("bought"), **dict(zip(names, seen, strict=True))).filter("bought")
    shares = data.keep(bought.select(pl.col(names).mean())).collect().row(0)
    often = [at for at, share in enumerate(shares) if (share or 0) >= LEAST]
    # A page says more than the kind of event that every page is.
    parted = {steps[at].kinds for at in often if steps[at].field}
    often = [at for at in often if steps[at].field or steps[at].kinds not in parted]
    commonest = [steps[at] for at in sorted(often, key=lambda at: (-shares[at], at))[:MOST]]
    return tuple(commonest[at] for at in in_order(data, rows, commonest)) or (purchase,)

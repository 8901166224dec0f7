"""What is left of revenue after what goods cost, as far as order lines tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Parameter
from queries.data.goods import tells
from queries.data.once import once
from queries.errors import QuestionError
from queries.mapping.model import Meaning
from queries.wording import say

if TYPE_CHECKING:
    from queries.data.data import Data

OF = Parameter(
    "of",
    "revenue, or profit: revenue × the margin of the order lines whose cost is known",
    "choice",
    choices=("revenue", "profit"),
)

OBSERVED = pl.when(pl.col("of_cost") > 0).then(1 - pl.col("cost") / pl.col("of_cost"))
"""The margin of sums that `costs` gives; null where no line with a cost brought anything."""


@once
def costs(data: Data) -> pl.LazyFrame:
    """Per index of a period: `cost` of the order lines whose cost and amount are known, and `of_cost`, their amount.

    In ten-thousandths; less what was returned, where refunds are netted and say of what they are.
    """
    lines = [data.items, *([data.returned_items] if data.log.mapping.refunds == "net" else [])]
    known = pl.concat(lines).filter(pl.col("cost").is_not_null() & pl.col("amount").is_not_null())
    return known.group_by(index=data.period_index).agg(cost=pl.col("cost").sum(), of_cost=pl.col("amount").sum())


def require_costs(data: Data) -> None:
    """Refuse to speak of profit where nothing says what goods cost.

    Raises:
        QuestionError: No cost is mapped.
    """
    if not tells(data, Meaning.COST):
        raise QuestionError(
            say("These data do not tell what goods cost, which profit needs."),
            say(
                "Name the column under [items], [products] or the [[events]] with an item in a mapping "
                "file (cost = “COLUMN”) and open it with --map; or set a margin (--set margin=0.4)."
            ),
        )

"""What the members of a segment are worth from here: their mean P(alive) and CLV, from the models that `clv` uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Parameter, Unit
from queries.wording import say

if TYPE_CHECKING:
    from queries.data.data import Data

AUTO_LIMIT = 100_000
"""Customers up to whom a model is fitted without being asked for: a summary is there at once."""

WORTH = Parameter(
    "worth",
    f"mean P(alive) and CLV of each segment: auto shows them where a model can be fitted, up to {AUTO_LIMIT:,} "
    "customers; yes for any number",
    "choice",
    choices=("auto", "yes", "no"),
)

COLUMNS = (
    Column(
        "p_alive",
        "mean probability that a buyer of the segment has not left",
        Unit.SHARE,
        title="P(alive)",
        numerator="P(alive) of its buyers",
        denominator="its buyers",
    ),
    Column(
        "clv",
        "value to expect of a buyer of the segment in the next 12 months, discounted by 10 % a year",
        Unit.MONEY,
        title="CLV",
        numerator="CLV of its buyers",
        denominator="its buyers",
    ),
)


def with_worth(data: Data, members: pl.LazyFrame, table: pl.DataFrame, worth: str) -> tuple[pl.DataFrame, list[str]]:
    """The summary with `p_alive` and `clv`, and what has to be said of them.

    Args:
        data: The scoped data; the model is fitted to all buyers before the analysis date.
        members: `customer`, `segment`, sorted by customer.
        table: The summary, a row a segment.
        worth: `auto`, `yes` or `no`.

    Returns:
        The table as it was where nothing is asked for, no model can be fitted, or the log is too large for `auto`;
        without `clv` where amounts cannot be forecast.
    """
    if worth == "no":
        return table, []
    if worth == "auto" and data.log.size > AUTO_LIMIT:
        many = say("a model of {size:,} customers takes some seconds", size=data.log.size)
        return table, [
            say("P(alive) and CLV are left out: {many}. Set worth to yes for them (p, or --set worth=yes).", many=many)
        ]
    # Models reach for scipy, which takes longer to load than most questions to answer.
    from queries.customers.lifetime_value.expected import customer_values, value_doubts, why_no_values

    refused = why_no_values(data)
    values = None if refused else customer_values(data)
    if values is None:
        return table, [say("No P(alive) and CLV: {refused}", refused=refused)] if refused else []
    means, doubts = (
        _means(data, members, values),
        [say("P(alive) and CLV: {doubt}", doubt=doubt) for doubt in value_doubts(data)],
    )
    if means["p_alive"].null_count() == len(means):
        means = means.drop("p_alive")
    both = table.join(means, on="segment", how="left", maintain_order="left")
    if means["clv"].null_count() == len(means):
        no_values = say("No CLV: too few repeat purchases have an amount above 0 to forecast amounts.")
        return both.drop("clv"), [*doubts, no_values]
    return both, doubts


def _means(data: Data, members: pl.LazyFrame, values: pl.LazyFrame) -> pl.DataFrame:
    """Mean `p_alive` and `clv` of each segment with a buyer."""
    both = members.join(values, on="customer", how="inner", maintain_order="left")
    means = both.group_by("segment").agg(pl.col("p_alive", "clv").mean())
    return data.keep(means.with_columns(pl.col("segment").cast(pl.String))).collect()

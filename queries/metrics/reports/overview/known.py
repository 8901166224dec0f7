"""The overview of customers without a history: how many they are, and what can be asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Answer, Chart, Unit

if TYPE_CHECKING:
    from queries.catalogue import Column
    from queries.data.data import Data

NO_HISTORY = (
    "These data have one row a customer, no history: who they are is told by customers, profile, attribute and cross; "
    "growth, retention, churn and value need a date of each order or visit."
)


def known(data: Data, columns: tuple[Column, ...]) -> Answer:
    """How many customers there are, in the first columns of the overview: all that is known without a history."""
    number = pl.col("n").cast(pl.Float64)
    frame = data.customers.select(n=pl.len()).select(
        pl.lit("customers").alias("measure"), value=number, unit=pl.lit(Unit.COUNT.value)
    )
    chart = Chart("bars", "measure", ("value",))
    return Answer(frame, notes=(NO_HISTORY,), columns=columns, chart=chart, in_memory=True)

"""The overview of customers without a history: how many they are, and what can be asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import CUSTOMERS, Answer, Chart, Unit
from queries.wording import mark

if TYPE_CHECKING:
    from queries.catalogue import Column
    from queries.data.data import Data

NO_HISTORY = mark(
    "These data have one row a customer, no history: who they are is told by customers, profile, attribute and cross; "
    "growth, retention, churn and value need a date of each order or visit."
)


NOBODY = mark(
    "These data tell neither whose a row is nor when it was: what is written and given is told by sentiment, topics "
    "and csat; growth, retention, churn and value need a customer and a date of each row."
)


def known(data: Data, columns: tuple[Column, ...]) -> Answer:
    """How many customers, else rows, there are: all that is known without dates, in the overview's first columns."""
    number, has_people = pl.col("n").cast(pl.Float64), data.log.has(CUSTOMERS)
    counted = (data.customers if has_people else data.events).select(n=pl.len())
    frame = counted.select(
        pl.lit("customers" if has_people else "interactions").alias("measure"),
        value=number,
        unit=pl.lit(Unit.COUNT.value),
    )
    chart = Chart("bars", "measure", ("value",))
    return Answer(frame, notes=(NO_HISTORY if has_people else NOBODY,), columns=columns, chart=chart, in_memory=True)

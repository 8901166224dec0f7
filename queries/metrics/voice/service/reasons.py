"""What customers get in touch about: the frequent questions, and which of them become more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Unit
from queries.metrics.voice.service.tickets import tickets

if TYPE_CHECKING:
    from queries.data.data import Data

NONE = "(none)"
REASONS = (
    Column("reason", "what it was about", Unit.TEXT, key=True),
    Column("tickets", "contacts in the range"),
    Column("customers", "customers with one"),
    Column("share", "share of all contacts", Unit.SHARE, numerator="tickets", denominator="all contacts"),
    Column("median_resolution", "median hours until it was resolved, of those resolved", Unit.RATE),
    Column("last", "contacts in the last complete period"),
    Column("before", "contacts in the one before it"),
    Column("change", "last less before"),
)


def reasons(data: Data) -> pl.LazyFrame:
    """One row a reason, the most frequent first; no rows where no column says the reason."""
    rows = data.within(tickets(data))
    complete = data.periods.filter("complete")["index"].to_list()
    last, before = ([None, None, *complete][at] for at in (-1, -2))

    def of_period(index: int | None) -> pl.Expr:
        return (data.period_index == index).sum().cast(pl.Int64) if index is not None else pl.lit(None, pl.Int64)

    grouped = rows.group_by(reason=pl.col("reason").cast(pl.String)).agg(
        tickets=pl.len(),
        customers=pl.col("customer").n_unique(),
        median_resolution=pl.col("resolution_hours").median(),
        last=of_period(last),
        before=of_period(before),
    )
    told = grouped.filter(pl.col("reason").is_not_null().any()).with_columns(pl.col("reason").fill_null(NONE))
    ordered = told.sort("tickets", "reason", descending=[True, False])
    return ordered.select(
        "reason",
        "tickets",
        "customers",
        share=pl.col("tickets") / pl.col("tickets").sum(),
        median_resolution="median_resolution",
        last="last",
        before="before",
        change=pl.col("last") - pl.col("before"),
    )

"""Who speaks for us: promoters, and those who praise us in public, as long as they are active."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import FIGURE, Column, Unit
from queries.customers.figures import shared_figures
from queries.customers.opinions import POSITIVE, PROMOTER, feeling, latest_scores, standing
from queries.metrics.voice.mentions.brands import named

if TYPE_CHECKING:
    from queries.data.data import Data

ADVOCATES = (
    Column("id", "the customer", Unit.TEXT, key=True),
    Column("promoter", "whether the latest answer is a promoter's", Unit.FLAG),
    Column("praise", "mentions of us that praise"),
    Column("reach", "people these reached; blank where no column says it"),
    FIGURE["days_since_seen"],
)


def advocates(data: Data, minimum: int, active: int) -> pl.LazyFrame:
    """One row an advocate, who reaches most first, then who praises most, then by id."""
    ours = next(iter(data.log.mapping.brands.values()))
    praising = data.within(data.texts).filter(named(ours), feeling(pl.col("mood")) == POSITIVE)
    praise = praising.group_by("customer").agg(
        praise=pl.len().cast(pl.Int64), reach=pl.when(pl.col("reach").count() > 0).then(pl.col("reach").sum())
    )
    people = data.customers.select("customer", "id").join(
        shared_figures(data).select("customer", "days_since_seen"), on="customer", how="left"
    )
    people = people.join(praise, on="customer", how="left")
    promoter = pl.lit(value=False)
    if data.log.has("nps"):
        scores = latest_scores(data).select("customer", promoter=standing(pl.col("score")) == PROMOTER)
        people, promoter = people.join(scores, on="customer", how="left"), pl.col("promoter").fill_null(value=False)
    known = people.with_columns(promoter=promoter, praise=pl.col("praise").fill_null(0))
    speaking = known.filter(pl.col("promoter") | (pl.col("praise") >= minimum), pl.col("days_since_seen") <= active)
    ordered = speaking.sort("reach", "praise", "id", descending=[True, True, False], nulls_last=True)
    return ordered.select(column.name for column in ADVOCATES)

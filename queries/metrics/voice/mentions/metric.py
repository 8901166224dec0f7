"""Who talks about us, and about whom else: brands by the words that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure
from queries.customers.opinions import NEGATIVE, POSITIVE, feeling
from queries.eventlog.model import BRANDS
from queries.metrics.voice.mentions.advocates import ADVOCATES, advocates
from queries.metrics.voice.mentions.brands import named
from queries.metrics.voice.mentions.words import conclude, notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("brand", "who is talked about; the first of the mapping file is ours", Unit.TEXT, key=True),
    Column("mentions", "texts that name it"),
    Column("authors", "customers who wrote them"),
    Column("share_of_voice", "share of the mentions of all brands", Unit.SHARE, numerator="mentions",
           denominator="mentions of all brands"),
    Column("reach", "people reached; blank where no column says it", Unit.COUNT),
    Column("engagement_rate", "likes, comments and shares of those reached", Unit.SHARE,
           numerator="likes + comments + shares", denominator="reach of the same texts"),
    Column("negative_share", "share of its mentions that complain", Unit.SHARE, numerator="mentions that complain",
           denominator="mentions whose mood is read"),
    Column("net_mood", "100 × (share that praises − share that complains)", Unit.SCORE),
    Column("last", "mentions in the last complete period"),
    Column("before", "mentions in the one before"),
    Column("change", "last less before"),
)  # fmt: skip
PARAMETERS = (
    Parameter("minimum", "mentions of us that praise, from which on somebody is an advocate", "int", low=1),
    Parameter("active", "days since the last event within which an advocate is active", "int", low=1),
)


def customers_of_brand(data: Data, row: Mapping[str, Any]) -> pl.LazyFrame:
    """The customers who name the row's brand."""
    words = data.log.mapping.brands[row["brand"]]
    return data.within(data.texts).filter(named(words)).select("customer").unique()


@measure(
    id="mentions",
    title="Mentions",
    question="Who talks about us, and about whom else?",
    also="social, brand, share of voice, advocates, 品牌提及, 声量",
    place=80,
    columns=COLUMNS,
    parts={"advocates": ADVOCATES},
    parameters=PARAMETERS,
    formula="texts with a word that names the brand; share of voice = its mentions ÷ those of all brands; engagement = "
    "(likes + comments + shares) ÷ reach; advocates: promoters, or who praised us so often, and active",
    source="share of voice and engagement rate by reach, as social tools have them",
    chart=Chart("bars", "brand", ("mentions",)),
    drill=customers_of_brand,
    needs=("texts", "brands"),
)
def mentions(data: Data, minimum: int = 3, active: int = 90) -> Answer:
    """Mentions, reach and mood of each brand; and who speaks for ours.

    Args:
        data: The scoped data.
        minimum: Mentions of ours that praise, from which on somebody is an advocate without being a promoter.
        active: Days since the last event within which an advocate is active.

    Returns:
        One row a brand, in the order of the mapping file; a text that names two counts for both. The part `advocates`
        has a row a customer, who reaches most first.

    Raises:
        QuestionError: No brands are named, no table has texts, or the libraries that read them are not installed.
    """
    data.require(BRANDS)
    brands, rows = data.log.mapping.brands, data.within(data.texts)
    complete = data.periods.filter("complete", "reported")["index"].to_list()
    last, before = ([-1, -1, *complete][at] for at in (-1, -2))
    felt, index = feeling(pl.col("mood")), data.period_index
    both = pl.col("reach").is_not_null() & pl.col("reactions").is_not_null()
    parts = [
        rows.filter(named(words)).select(
            brand=pl.lit(name),
            mentions=pl.len().cast(pl.Int64),
            authors=pl.col("customer").n_unique().cast(pl.Int64),
            reach=pl.when(pl.col("reach").count() > 0).then(pl.col("reach").sum()),
            reactions=pl.col("reactions").filter(both).sum(),
            reached=pl.col("reach").filter(both).sum(),
            negative=(felt == NEGATIVE).sum(),
            positive=(felt == POSITIVE).sum(),
            read=felt.count(),
            last=(index == last).sum().cast(pl.Int64),
            before=(index == before).sum().cast(pl.Int64),
        )
        for name, words in brands.items()
    ]
    n, all_mentions = pl.col("read"), pl.col("mentions").sum()
    positive, negative = pl.col("positive").cast(pl.Float64), pl.col("negative").cast(pl.Float64)
    table = pl.concat(parts).select(
        "brand",
        "mentions",
        "authors",
        share_of_voice=pl.when(all_mentions > 0).then(pl.col("mentions") / all_mentions),
        reach="reach",
        engagement_rate=pl.when(pl.col("reached") > 0).then(pl.col("reactions") / pl.col("reached")),
        negative_share=pl.when(n > 0).then(negative / n),
        net_mood=pl.when(n > 0).then(100 * (positive - negative) / n),
        last="last",
        before="before",
        change=pl.col("last") - pl.col("before"),
    )
    part = {"advocates": advocates(data, minimum, active)}
    return Answer(table, part, notes(data, minimum, active), conclude)

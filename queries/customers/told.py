"""What the files tell of each event of one customer: the page, what was bought, where it came from, what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from queries.data.data import Data

WHENCE = ("source", "medium", "campaign", "variant")
"""Where an event came from, in the order in which it is told."""

KIND = pl.col("event").cast(pl.String)
"""Events and each kind of details have kinds of event in an order of their own."""


def told(person: Data) -> pl.LazyFrame:
    """The customer's events, newest first, with `what` happened in each, `whence` it came, and what was `said`.

    Whence an event came is what is told of it where nothing else is.

    Optional columns and order lines are read from the files; what no file has is null. Order lines and answers name no
    event, but its time and kind: where it is not certain to which of several at one instant they belong, they are told
    of none.

    Returns:
        `time`, `event`, `channel`, `amount` in 1/10,000, `what`, `whence`, `said`.
    """
    known = [name for name in ("page", *WHENCE) if person.log.has(name)]
    events = (person.events_with(*known) if known else person.events).with_columns(KIND).with_columns(nth=_nth())
    sources = [pl.col(name).cast(pl.String) for name in WHENCE if name in known]
    page = pl.col("page").cast(pl.String) if "page" in known else pl.lit(None, pl.String)
    placed = events.with_columns(count=pl.len().over("time", "event"), page=page)
    for details in (_bought(person), _said(person)):
        placed = placed.join(details, on=["time", "event", "nth", "count"], how="left", maintain_order="left")
    whence = _joined(sources) if sources else pl.lit(None, pl.String)
    # Of one instant, what stands later in the file is newer.
    newest_first = placed.reverse().sort("time", descending=True, maintain_order=True)
    named = newest_first.with_columns(what=pl.coalesce("bought", "page"), whence=whence)
    return named.select(
        "time",
        "event",
        pl.col("channel").cast(pl.String),
        "amount",
        what=pl.coalesce("what", "whence"),
        whence=pl.when(pl.col("what").is_not_null()).then("whence"),
        said="said",
    )


def _joined(parts: list[pl.Expr]) -> pl.Expr:
    """What is known of them, in their order; null where nothing is."""
    return pl.concat_str(parts, separator=" · ", ignore_nulls=True).replace("", None)


def _nth() -> pl.Expr:
    """The place of an event among those of its kind at its instant."""
    return pl.int_range(pl.len()).over("time", "event")


def _bought(person: Data) -> pl.LazyFrame:
    """The items of each order, most of one first; of orders at one instant in their order."""
    items = (
        pl.concat([person.items, person.returned_items])
        .group_by("time", KIND, "order", line=pl.coalesce(pl.col("name", "item").cast(pl.String)))
        .agg(pl.col("quantity").sum())
        .sort("quantity", "line", descending=[True, False])
    )
    quantity = pl.col("quantity")
    whole = (quantity != 1) & (quantity == quantity.floor())
    times = pl.format("{}× {}", quantity.cast(pl.Int64), "line")
    orders = (
        items.group_by("time", "event", "order", maintain_order=True)
        .agg(bought=pl.when(whole).then(times).otherwise("line").drop_nulls().str.join(", "))
        .sort("time", "event", "order")
    )
    counted = orders.with_columns(nth=_nth(), count=pl.len().over("time", "event"))
    return counted.select("time", "event", "nth", "count", "bought")


def _said(person: Data) -> pl.LazyFrame:
    """Scores and words of each event that is alone at its instant."""
    score = pl.when(pl.col("score") == pl.col("score").floor()).then(pl.col("score").cast(pl.Int64).cast(pl.String))
    line = pl.concat_str(
        score.otherwise(pl.col("score").cast(pl.String)),
        pl.format("“{}”", pl.col("text")),
        separator=" ",
        ignore_nulls=True,
    )
    answers = person.feedback.with_columns(KIND).group_by("time", "event").agg(said=line.str.join(", "))
    alone = [pl.lit(value, dtype).alias(name) for name, value, dtype in (("nth", 0, pl.Int64), ("count", 1, pl.UInt32))]
    return answers.select("time", "event", *alone, "said")

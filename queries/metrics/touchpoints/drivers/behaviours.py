"""What customers did before their goal, and who they are: how many of each, and how many of these bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.customers.attributes import grouped, telling_attributes
from queries.data.once import once
from queries.dimensions.named import events_named
from queries.eventlog.runs import count_distinct, starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.data.data import Data

ABOUT = ("events", "channels", "pages", "products", "attributes")
COLUMN = {"events": "event", "channels": "channel", "pages": "page", "products": "item"}
"""What it is about → the column of events that tells it."""
CALLED = {"events": "event", "channels": "channel", "pages": "page", "products": "product"}
"""What it is called in the row."""


@once
def reached(data: Data, goal: str) -> pl.LazyFrame:
    """Who reached the goal in the range, and when first: `customer`, `goal_at`, sorted by customer."""
    events = data.within(events_named(data, goal).among(data.events))
    return events.filter(starts("customer")).select(pl.col("customer").set_sorted(), goal_at="time")


@once
def everybody(data: Data, goal: str) -> pl.LazyFrame:
    """The customers with an event in the range: `customer`, and whether they `bought` (reached the goal)."""
    customers = data.reported.filter(starts("customer")).select(pl.col("customer").set_sorted())
    found = customers.join(reached(data, goal), on="customer", how="left", maintain_order="left")
    return found.select("customer", bought=pl.col("goal_at").is_not_null())


@once
def before(data: Data, goal: str, about: str) -> pl.LazyFrame:
    """What was done in the range before the goal: `customer`, `bought`, and the columns that `about` tells.

    What happened at the instant of the goal did not come before it.
    """
    names = [COLUMN[one] for one in abouts(data, about) if one in COLUMN]
    optional = [name for name in names if name not in ("event", "channel")]
    events = data.within(data.events_with(*optional) if optional else data.events)
    placed = data.beside(events.select("customer", "time", *names), reached(data, goal), "goal_at")
    earlier = placed.filter(pl.col("goal_at").is_null() | (pl.col("time") < pl.col("goal_at")))
    return earlier.select("customer", *names, bought=pl.col("goal_at").is_not_null())


def abouts(data: Data, about: str) -> tuple[str, ...]:
    """What these data can tell of what is asked."""
    known = {
        "events": True,
        "channels": bool(data.log.channels),
        "pages": data.log.has("page"),
        "products": data.log.has("item"),
        "attributes": bool(_known_of(data)),
    }
    return tuple(one for one in ABOUT if about in ("everything", one) and known[one])


def behaviours(data: Data, goal: str, about: str) -> pl.LazyFrame:
    """Every behaviour with its customers: `about`, `behaviour`, `did`, `did_and_bought`."""
    return pl.concat(_each(data, goal, about))


def _each(data: Data, goal: str, about: str) -> Iterator[pl.LazyFrame]:
    """The behaviours of each kind. Rows of a group keep the log's order, so that a customer's are neighbours."""
    buyers = pl.col("customer").filter("bought").rle_id().last().cast(pl.Int64).fill_null(-1) + 1
    for one in abouts(data, about):
        if one in COLUMN:
            told = before(data, goal, about).filter(pl.col(COLUMN[one]).is_not_null())
            counted = told.group_by(COLUMN[one]).agg(did=count_distinct("customer"), did_and_bought=buyers)
            yield _named(counted, CALLED[one], COLUMN[one])
    if "attributes" in abouts(data, about):
        for name in _known_of(data):
            values = grouped(data, name).filter(pl.col("segment").is_not_null())
            known = everybody(data, goal).join(values, on="customer", how="inner")
            counted = known.group_by("segment").agg(
                did=pl.len().cast(pl.Int64), did_and_bought=pl.col("bought").sum().cast(pl.Int64)
            )
            yield _named(counted, shown_as(name), "segment")


def _known_of(data: Data) -> tuple[str, ...]:
    """The attributes of the customer table: those that ride on events may be known since the goal only."""
    listed = data.log.mapping.customers
    return tuple(name for name in telling_attributes(data) if listed and name in listed.attributes)


def _named(counted: pl.LazyFrame, about: str, column: str) -> pl.LazyFrame:
    """The rows with what they are about."""
    return counted.select(
        about=pl.lit(about), behaviour=pl.col(column).cast(pl.String), did="did", did_and_bought="did_and_bought"
    )


def shown_as(attribute: str) -> str:
    """What rows of an attribute are called; one that is called like something else says whose it is."""
    return f"customer {attribute}" if attribute in CALLED.values() else attribute


def who_did(data: Data, goal: str, about: str, behaviour: str) -> pl.LazyFrame:
    """The customers of one behaviour."""
    told = next((one for one, called in CALLED.items() if called == about), None)
    if told is not None:
        rows = before(data, goal, told).filter(pl.col(COLUMN[told]).cast(pl.String) == behaviour)
        return rows.select("customer").unique()
    name = next(name for name in _known_of(data) if shown_as(name) == about)
    having = grouped(data, name).filter(pl.col("segment") == behaviour)
    return everybody(data, goal).join(having, on="customer", how="semi").select("customer")

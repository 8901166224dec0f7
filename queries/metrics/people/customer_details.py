"""What one customer bought and said: items with how often and how many, their categories, answers in own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import HISTORY, Answer, Chart, Column, Conclusion, Kind, Parameter, Unit, measure
from queries.customers.one import the_customer
from queries.customers.told import told
from queries.formats.plurals import many
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

ITEMS = (
    Column("item", "the item, as in the file", Unit.TEXT, key=True),
    Column("name", "what it is called", Unit.TEXT),
    Column("category", "the category it is in", Unit.TEXT),
    Column("times", "orders with the item", Unit.COUNT),
    Column("quantity", "how many of it were bought", Unit.COUNT),
    Column(
        "returned", "how many of it were returned; blank where the files do not say of what refunds are", Unit.COUNT
    ),
    Column("amount", "amount of its order lines, before returns", Unit.MONEY),
    Column("last", "day of the last order with it", Unit.DATE),
)
CATEGORIES = (
    Column("category", "the category", Unit.TEXT, key=True),
    Column("items", "different items of it", Unit.COUNT),
    Column("times", "orders with an item of it", Unit.COUNT),
    Column("quantity", "how many were bought", Unit.COUNT),
    Column("amount", "amount of its order lines, before returns", Unit.MONEY),
    Column("share", "share of the order lines", Unit.SHARE, numerator="lines of the category", denominator="all lines"),
)
FEEDBACK = (
    Column("time", "when it was said, in the data's time zone", Unit.TIME, key=True),
    Column("event", "the kind of event", Unit.TEXT),
    Column("channel", "the channel it came through", Unit.TEXT),
    Column("question", "the column of the answer", Unit.TEXT),
    Column("score", "the score given", Unit.SCORE),
    Column("text", "the words", Unit.TEXT, personal=Kind.TEXT),
)
TIMELINE = (
    Column("time", "when it happened, in the data's time zone", Unit.TIME, key=True),
    Column("event", "the kind of event", Unit.TEXT),
    Column("channel", "the channel it came through", Unit.TEXT),
    Column("amount", "its amount; refunds are negative", Unit.MONEY),
    Column("what", "what was bought, the page, or whence it came", Unit.TEXT),
    Column("whence", "source, medium, campaign and variant, where something else is told of what happened", Unit.TEXT),
    Column("said", "the scores and words given", Unit.TEXT, personal=Kind.TEXT),
)


@measure(
    id="customer_details",
    title="Customer's purchases and words",
    question="What did this customer buy and say?",
    place=30,
    columns=ITEMS,
    parts={"categories": CATEGORIES, "feedback": FEEDBACK, "timeline": TIMELINE},
    parameters=(Parameter("id", "the customer's id, as in the file", "text"),),
    formula="order lines of the customer's orders by item, most often bought first; answers as they were given",
    source="order lines, products, surveys and comments of the files",
    chart=Chart("bars", "category", ("times",), part="categories"),
)
def customer_details(data: Data, id: str | None = None) -> Answer:  # noqa: A002 - as it is typed
    """One customer's items, most often bought first, with their categories and what the customer said.

    Args:
        data: The scoped data; a scope of some kinds of event has only what was bought or said with them.
        id: The customer's id as in the file.

    Returns:
        One row an item; without order lines, or without answers, tables without rows and a note.

    Raises:
        UsageError: No id was given, or there is no such customer in the scope.
        QuestionError: The files have changed since they were read.
    """
    person = the_customer(data, id)
    lines = person.keep(person.items)
    parts = {"categories": _categories(person, lines), "feedback": _feedback(person), "timeline": _timeline(person)}
    return Answer(_items(person, lines), parts, notes=tuple(_notes(person)), conclude=_conclude)


def _items(person: Data, lines: pl.LazyFrame) -> pl.LazyFrame:
    """The lines by item: most often bought first, then most of it, then as the items are ordered."""
    by = ("item", "name", "category")
    bought = (
        lines.with_columns(pl.col(by).cast(pl.String))
        .group_by(by)
        .agg(
            times=pl.col("order").n_unique(),
            quantity=pl.col("quantity").sum(),
            amount=_sum("amount"),
            last_day=pl.col("day").max(),
        )
    )
    back = person.returned_items.group_by(pl.col("item").cast(pl.String)).agg(returned=-pl.col("quantity").sum())
    return (
        bought.join(back, on="item", how="left")
        .sort("times", "quantity", "item", descending=[True, True, False], nulls_last=True)
        .select(
            *by,
            "times",
            "quantity",
            pl.lit(None, pl.Float64).alias("returned")
            if person.log.mapping.items
            else pl.col("returned").fill_null(0.0),
            person.money(pl.col("amount")).alias("amount"),
            person.date_of("last_day").alias("last"),
        )
    )


def _categories(person: Data, lines: pl.LazyFrame) -> pl.LazyFrame:
    """The lines by category, most often bought first; items without one are apart."""
    by_category = lines.group_by(pl.col("category").cast(pl.String)).agg(
        items=pl.col("item").n_unique(),
        times=pl.col("order").n_unique(),
        quantity=pl.col("quantity").sum(),
        amount=_sum("amount"),
        lines=pl.len(),
    )
    ordered = by_category.filter(pl.col("category").is_not_null().any()).sort(
        "times", "quantity", "category", descending=[True, True, False], nulls_last=True
    )
    return ordered.select(
        pl.col("category").fill_null("(none)"),
        "items",
        "times",
        "quantity",
        person.money(pl.col("amount")).alias("amount"),
        share=pl.col("lines") / pl.col("lines").sum(),
    )


def _sum(column: str) -> pl.Expr:
    """The sum of what is known; null where nothing is."""
    return pl.when(pl.col(column).count() > 0).then(pl.col(column).sum())


def _feedback(person: Data) -> pl.LazyFrame:
    """What was said, newest first."""
    feedback = person.feedback.sort("time", descending=True, maintain_order=True)
    return feedback.select("time", pl.col("event", "channel", "question").cast(pl.String), "score", "text")


def _timeline(person: Data) -> pl.LazyFrame:
    """Every event with what the files tell of it; a history it needs has to be there."""
    if not person.log.has(HISTORY):
        return pl.LazyFrame(schema={column.name: pl.String for column in TIMELINE})
    return told(person).with_columns(amount=person.money(pl.col("amount")))


def _notes(person: Data) -> Iterator[str]:
    """What the files do not tell."""
    log = person.log
    if not log.has("items"):
        yield say("What was bought is not known: no order lines are mapped, and no purchase names an item.")
    if not log.has("feedback"):
        yield say("What was said is not known: no table is mapped with a score or a text.")


def _conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """What is bought most, and how the customer last felt."""
    return Conclusion(findings=tuple(_findings(tables)))


def _findings(tables: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    items, feedback = tables[""], tables["feedback"]
    if len(items):
        top = items.row(0, named=True)
        name = top["name"] or top["item"]
        bought = say("{items:,} different items", items=len(items)) if len(items) > 1 else say("One item")
        yield say(
            "{bought}; most often {name} ({orders}).", bought=bought, name=name, orders=many(top["times"], "order")
        )
    scores = feedback.filter(pl.col("score").is_not_null())
    if len(scores):
        scores = scores.filter(pl.col("question").eq_missing(pl.col("question").first()))  # no mean of two questions
        last, mean = scores.row(0, named=True), scores["score"].to_numpy().mean()
        yield (
            say(
                "Last score: {score:g} on {time:%Y-%m-%d} ({event}); {scores}, mean {mean:.1f}.",
                score=last["score"],
                time=last["time"],
                event=last["event"],
                scores=many(len(scores), "score"),
                mean=mean,
            )
        )

"""Which actions many customers take, and which some take often: reach against frequency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Behind, Chart, Column, Conclusion, Finding, Parameter, Unit, measure
from queries.eventlog.runs import count_distinct
from queries.formats import numbers
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

QUADRANTS = {
    (True, True): mark("many, often"),
    (True, False): mark("many, seldom"),
    (False, True): mark("few, often"),
    (False, False): mark("few, seldom"),
}
"""Whether at least as many customers, and as many events a customer, as of the middle row → how it is called."""
ENOUGH = 30
"""Fewer customers say little about how often it is done."""

COLUMNS = (
    Column("event", "the kind of event; of by=page or by=item that page or item", Unit.TEXT, key=True),
    Column("customers", "customers who did it in the range", Unit.COUNT),
    Column(
        "reach",
        "share of the customers with an event in the range",
        Unit.SHARE,
        numerator="customers",
        denominator="customers with an event in the range",
    ),
    Column("interactions", "how often it was done", Unit.COUNT),
    Column("per_customer", "times for one who does it", Unit.RATE, numerator="interactions", denominator="customers"),
    Column(
        "quadrant",
        "whether many or few do it, and often or seldom, against the median of the rows",
        Unit.TEXT,
        worded=True,
    ),
)


def customers_who_did(data: Data, row: Mapping[str, Any], by: str) -> pl.LazyFrame:
    """The customers who did what the row says."""
    return _told(data, by).filter(pl.col("what").cast(pl.String) == row[by]).select("customer").unique()


@measure(
    id="matrix",
    title="Reach and frequency",
    question="Which actions do many take, and which do some take often?",
    also="feature usage, reach, adoption, 功能使用, 使用率",
    place=90,
    columns=COLUMNS,
    parameters=(Parameter("by", "kinds of event, pages or items", "choice", choices=("event", "page", "item")),),
    formula="reach = customers who did it ÷ customers with an event; per customer = times ÷ customers who did it; many "
    "and often: at or above the median of the rows",
    source="feature adoption matrix",
    chart=Chart("scatter", "reach", ("per_customer",)),
    drill=customers_who_did,
)
def matrix(data: Data, by: str = "event") -> Answer:
    """What is done by how many, and how often.

    Args:
        data: The scoped data.
        by: `event`, `page` or `item`; events that tell no page or item do not count then, but whoever has any event
            is among those who could have.

    Returns:
        `event` (or `page`, `item`), `customers`, `reach`, `interactions`, `per_customer`, `quadrant`, the widest reach
        first.

    Raises:
        QuestionError: No table of events has the column.
    """
    everyone = data.reported.select(everyone=count_distinct("customer"))
    # Codes of one kind keep the order of the log, in which the rows of one customer are neighbours.
    counted = _told(data, by).group_by("what").agg(customers=count_distinct("customer"), interactions=pl.len())
    rated = counted.join(everyone, how="cross").select(
        pl.col("what").cast(pl.String).alias(by),
        "customers",
        (pl.col("customers") / pl.col("everyone")).alias("reach"),
        pl.col("interactions").cast(pl.Int64),
        (pl.col("interactions") / pl.col("customers")).alias("per_customer"),
    )
    frame = rated.with_columns(quadrant=_quadrant()).sort("customers", by, descending=[True, False])
    what = say("the {by}", by=say("kind of event" if by == "event" else by))
    columns = (
        Column(by, what, Unit.TEXT, key=True),
        *COLUMNS[1:],
    )
    return Answer(frame, conclude=lambda tables: _conclude(tables, by), columns=columns, in_memory=True)


def _told(data: Data, by: str) -> pl.LazyFrame:
    """`customer` and `what`, a row an event of the range that tells it."""
    if by == "event":
        return data.reported.select("customer", what="event")
    return data.within(data.events_with(by)).filter(pl.col(by).is_not_null()).select("customer", what=by)


def _quadrant() -> pl.Expr:
    """Many or few, often or seldom, against the middle row."""
    many, often = (pl.col(name) >= pl.col(name).median() for name in ("customers", "per_customer"))
    named = pl.lit(QUADRANTS[False, False])
    for (is_many, is_often), words in QUADRANTS.items():
        named = pl.when((many == is_many) & (often == is_often)).then(pl.lit(words)).otherwise(named)
    return named


def _conclude(tables: Mapping[str, pl.DataFrame], by: str) -> Conclusion:
    """What reaches most, and what few do often."""
    frame = tables[""]
    notes = (say("One row is its own median: it says nothing about many or often."),) if len(frame) == 1 else ()
    return Conclusion(findings=tuple(_findings(frame, by)), notes=notes)


def _findings(frame: pl.DataFrame, by: str) -> Iterator[str]:
    """The widest reach, and what the fewest do that do it most often."""
    if frame.is_empty():
        return
    first = frame.row(0, named=True)
    words = say(
        "{first} reaches most: {customers:,} customers, {reach}.",
        first=first[by],
        customers=first["customers"],
        reach=numbers.share(first["reach"]),
    )
    yield Finding(words, Behind(first))
    loved = frame.filter(pl.col("quadrant") == QUADRANTS[False, True], pl.col("customers") >= ENOUGH)
    if len(loved):
        row = loved.sort("per_customer", descending=True, maintain_order=True).row(0, named=True)
        yield Finding(
            say(
                "{row} is for few, who come back to it: {per_customer} times for each of {customers:,} "
                "customers ({reach}).",
                row=row[by],
                per_customer=numbers.rate(row["per_customer"]),
                customers=row["customers"],
                reach=numbers.share(row["reach"]),
            ),
            Behind(row),
        )

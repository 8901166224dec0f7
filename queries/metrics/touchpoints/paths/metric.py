"""What do they do next: moves from event to event within visits, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Conclusion, Parameter, Unit, measure
from queries.eventlog.runs import count_distinct
from queries.metrics.touchpoints.paths.onward import further
from queries.metrics.touchpoints.paths.walks import names_of_places, walks
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

EXIT, OTHER = "exit", "(other)"
MOST_PLACES = 30
"""So many places of the matrix, the commonest, have a line of their own."""

COLUMNS = (
    Column(
        "step", "the move: 1 is the first of the visit or from the start; with an end alone, the one into it", key=True
    ),
    Column("from", "the event, or page, before", Unit.TEXT, key=True),
    Column("to", "the event, or page, right after it in the visit", Unit.TEXT, key=True),
    Column("transitions", "moves from the one to the other at this step"),
    Column("customers", "customers who made one"),
    Column(
        "share",
        "share of the visits that are at `from` at this step, those that end there among them; with an end alone of "
        "those that are at `to`",
        Unit.SHARE,
        numerator="transitions",
        denominator="visits at from",
    ),
    Column("median_time", "seconds from the one to the other", Unit.NUMBER, title="Median time (s)"),
)
MATRIX = (
    Column("from", "the event, or page, before", Unit.TEXT, key=True),
    Column("to", "the one right after it in the visit; exit is the end of the visit", Unit.TEXT, key=True),
    Column("transitions", "moves from the one to the other, at any step"),
    Column("customers", "customers who made one"),
    Column(
        "share", "share of all moves from there", Unit.SHARE, numerator="transitions", denominator="moves from there"
    ),
)
PARAMETERS = (
    Parameter(
        "start",
        "the event a path begins with, the first of its visit; several with commas follow each other, entry is the "
        "beginning of a visit; empty is any",
        "events",
    ),
    Parameter(
        "end",
        "the event a path ends with, the first of its visit (after the start), or several that follow each other; "
        "empty is any",
        "events",
    ),
    Parameter("steps", "moves that are shown", "int", low=1, high=50),
    Parameter("top", "moves that are shown, the commonest", "int", low=1, high=10_000),
    Parameter("collapse", "whether repeats of the same event, or page, are one", "flag"),
    Parameter("by", "event, or the page of events that have one", "choice", choices=("event", "page")),
)


def customers_of_move(
    data: Data, row: Mapping[str, Any], start: str | None, end: str | None, collapse: bool, by: str
) -> pl.LazyFrame:
    """The customers who made the row's move at its step."""
    names = names_of_places(data, by).to_list()
    moves = walks(data, start, end, by, collapse).filter(
        pl.col("step") == row["step"],
        # A page may be called as a kind of event is.
        pl.col("place").is_in([at for at, name in enumerate(names) if name == row["from"]]),
        pl.col("next").is_in([at for at, name in enumerate(names) if name == row["to"]]),
    )
    return moves.select("customer").unique()


@measure(
    id="paths",
    title="Paths",
    question="What do they do next?",
    also="journey, flow, sankey, what next, 路径, 用户路径",
    place=40,
    columns=COLUMNS,
    parts={"matrix": MATRIX},
    parameters=PARAMETERS,
    formula="pairs of neighbouring events of a visit, counted by their step; visits end after 30 minutes without an "
    "event, or with their session id",
    source="paths (PostHog): five steps, the 50 commonest edges; transitions are counted, not customers",
    chart=Chart("heatmap", "to", ("transitions",), series="from", part="matrix"),
    drill=customers_of_move,
    onward=further,
)
def paths(
    data: Data,
    start: str | None = None,
    end: str | None = None,
    steps: int = 5,
    top: int = 50,
    collapse: bool = False,
    by: str = "event",
) -> Answer:
    """Moves from event to event, by step, of the reported range.

    Args:
        data: The scoped data.
        start: The event, or events, a path begins with; visits without it are left out.
        end: The event, or events, a path ends with; visits without it are left out. Without a start, steps count back
            from it.
        steps: How many moves are looked at.
        top: How many rows are shown, those with most moves.
        collapse: Whether neighbouring repeats count as one.
        by: `event`, or `page`: an event with a page is that page.

    Returns:
        One row a step and move, by step, then by moves. Part `matrix`: all moves at any step, with the ends of visits.

    Raises:
        UsageError: There is no such event.
        QuestionError: No event tells its page.
    """
    names, rows = names_of_places(data, by), walks(data, start, end, by, collapse)
    back = bool(end) and not start
    pivot = "to" if back else "from"
    near = rows.filter(pl.col("step") <= steps, pl.col("next").is_not_null())
    counted = near.group_by("step", pl.col("place").alias("from"), pl.col("next").alias("to")).agg(
        transitions=pl.len().cast(pl.Int64), customers=count_distinct("customer"), wait=pl.col("wait").median()
    )
    at = rows.group_by(pl.col("step") + 1 if back else "step", pl.col("place").alias(pivot)).agg(visits=pl.len())
    label = {name: pl.lit(names).gather(pl.col(name)) for name in ("from", "to")}
    frame = (
        counted.join(at, on=["step", pivot], how="left")
        .with_columns(**label, share=pl.col("transitions") / pl.col("visits"), median_time=pl.col("wait") / 1000)
        .sort("transitions", "step", "from", "to", descending=[True, False, False, False])
        .head(top)
        .sort("step", "transitions", "from", "to", descending=[False, True, False, False])
    )
    said = [say("Steps count back from the end: step 1 is the move into it.")] if back else []
    matrix = _matrix(rows, names, by)
    return Answer(
        frame.select(column.name for column in COLUMNS),
        {"matrix": matrix},
        tuple(said),
        lambda tables: _conclude(tables),
    )


def _matrix(rows: pl.LazyFrame, names: pl.Series, by: str) -> pl.LazyFrame:
    """All moves and ends of visits, whichever step; of many pages the rare ones are gathered."""
    moves = rows.select("customer", "place", "next")
    counted = moves.group_by("place", "next").agg(
        transitions=pl.len().cast(pl.Int64), customers=count_distinct("customer")
    )
    label = {new: pl.lit(names).gather(pl.col(old)) for new, old in (("from", "place"), ("to", "next"))}
    named = counted.select(
        label["from"].alias("from"), label["to"].fill_null(EXIT).alias("to"), "transitions", "customers"
    )
    many = pl.col("transitions")
    share = named.with_columns(share=many / many.sum().over("from"))
    order = ["transitions", "from", "to"]
    if by != "page" or len(names) <= MOST_PLACES:
        return share.sort(order, descending=[True, False, False])
    kept = (
        named.group_by("from").agg(many.sum()).sort("transitions", "from", descending=[True, False]).head(MOST_PLACES)
    )
    return (
        share.join(kept.select("from"), on="from", how="semi")
        .join(kept.select(to="from", known=True), on="to", how="left")
        .filter(pl.col("known").is_not_null() | (pl.col("to") == EXIT))
        .drop("known")
        .sort(order, descending=[True, False, False])
    )


def _conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The commonest move, and where visits end."""
    return Conclusion(findings=tuple(_findings(tables["matrix"])))


def _findings(matrix: pl.DataFrame) -> Iterator[str]:
    moves, exits = matrix.filter(pl.col("to") != EXIT), matrix.filter(pl.col("to") == EXIT)
    for row in moves.head(1).iter_rows(named=True):
        often = say(
            "{transitions:,} times, {share:.0%} of all from there", transitions=row["transitions"], share=row["share"]
        )
        yield say("The commonest move: {from_} → {to} ({often}).", from_=row["from"], to=row["to"], often=often)
    for row in exits.head(1).iter_rows(named=True):
        yield say(
            "Most visits end at {from_}: {transitions:,} of {value:,}.",
            from_=row["from"],
            transitions=row["transitions"],
            value=exits["transitions"].sum(),
        )

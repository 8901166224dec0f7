"""Where one customer stands among all: segments now and before, lifecycle, rank, and what is to be expected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from queries import catalogue
from queries.catalogue import FIGURE, Answer, Column, Conclusion, Parameter, Unit, measure, shared
from queries.customers.figures import gaps, per_customer, shared_figures
from queries.customers.lifetime_value.expected import YEAR_AHEAD, usual_model
from queries.customers.lifetime_value.histories import histories, pace, why_no_model
from queries.customers.one import the_customer
from queries.data.once import once
from queries.errors import QuestionError
from queries.metrics.people.customer_standing.history import QUARTERS, STAGES, members_then, quarters, stages
from queries.metrics.people.customer_standing.suggested import NEXT, in_words, suggested
from queries.metrics.people.customer_standing.words import VALUE, Expected, concluded
from queries.models.customer_value import values
from queries.segments.plays import PLAY, plays_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("segmentation", "the segmentation, by its default parameters", Unit.TEXT, key=True),
    Column("segment", "the segment the customer is in", Unit.TEXT, worded=True),
    Column("customers", "customers in that segment, of everyone", Unit.COUNT),
    Column(
        "share", "share of everyone who is in it", Unit.SHARE, numerator="customers", denominator="all customers known"
    ),
    Column("meaning", "who is in the segment", Unit.TEXT, worded=True),
    PLAY,
)
RANK = (
    FIGURE["revenue"],
    Column(
        "rank", "how many buyers have brought as much or more, the customer included; equal ones share the best rank"
    ),
    shared.BUYERS,
    Column(
        "top_share",
        "share of the buyers who are as good or better",
        Unit.SHARE,
        numerator="rank",
        denominator="buyers",
    ),
)
OWN_SEGMENTS = "rules"
"""The one segmentation without declared segments that is told: the user's own."""


@measure(
    id="customer_standing",
    title="Customer among all",
    question="Where does this customer stand among all?",
    place=20,
    columns=COLUMNS,
    parts={"stages": STAGES, "history": QUARTERS, "rank": RANK, "value": VALUE, "next": NEXT},
    parameters=(
        Parameter("id", "the customer's id, as in the file", "text"),
        Parameter(
            "worth",
            "what models expect of the customer; no leaves it out: a fit takes some seconds for a million customers, "
            "once a scope",
            "choice",
            choices=("yes", "no"),
        ),
    ),
    formula="segments by their default parameters, decided among everyone; P(alive) and purchases to expect by "
    "MBG/NBD, their value by Gamma-Gamma, over 12 months",
    source="the segmentations and models of these questions, asked of one customer",
)
def customer_standing(data: Data, id: str | None = None, worth: str = "yes") -> Answer:  # noqa: A002 - as it is typed
    """The segments one customer is in, and what they were; rank by revenue; what the models expect.

    What needs everyone is worked out once a scope: the next customer is answered at once.

    Args:
        data: The scoped data; everyone is all of its customers, whatever segment it looks at.
        id: The customer's id as in the file.
        worth: Whether the models are fitted, if they have not been in this scope.

    Returns:
        One row a segmentation that suits these data. Parts: the lifecycle `stages` at the last month ends, the
        `history` of RFM segment and stage at the last quarter ends, the `rank` by revenue (no row without an
        order or without amounts), the `value` to expect (one row; blank, with the reason, where no model says), and
        where order lines are known what is most likely bought `next`, with the reason.

    Raises:
        UsageError: No id was given, or there is no such customer in the scope.
    """
    person = the_customer(data, id)
    parts = {"rank": _rank(person), "own": shared_figures(person), "gaps": gaps(person).select("gap")}
    if data.log.kinds_of("purchase"):
        parts |= {"stages": stages(person), "history": quarters(person)} | (
            _histories(person) if worth == "yes" else {}
        )

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        told = concluded(person, tables, _expected(person, tables))
        if not data.log.has("items"):
            return told
        table = suggested(person)
        findings = (*told.findings, *in_words(table))
        return replace(told, findings=findings, tables={**(told.tables or {}), "next": table})

    return Answer(_now(person), parts, conclude=conclude)


def _now(person: Data) -> pl.LazyFrame:
    """The segments the customer is in, in the order of the list of questions."""
    rows = [_of(person, id_, title) for id_, title in _told(person)]
    schema = {
        c.name: pl.Float64 if c.unit is Unit.SHARE else pl.UInt32 if c.unit is Unit.COUNT else pl.String
        for c in COLUMNS
    }
    return pl.concat(rows) if rows else pl.LazyFrame(schema=schema)


def _told(person: Data) -> Iterator[tuple[str, str]]:
    """The segmentations that suit these data: id and title."""
    for metric in catalogue.segmentations():
        if catalogue.segmentation(metric.id).segments is None and metric.id != OWN_SEGMENTS:
            continue
        try:
            members_then(person, metric.id)
        except QuestionError:
            continue
        yield metric.id, metric.title


@once(of="everyone")
def _sizes(data: Data, segmentation: str) -> pl.LazyFrame:
    """Customers of each segment among everyone, and of `all` of them."""
    sizes = members_then(data, segmentation).group_by("segment").agg(customers=pl.len())
    return sizes.with_columns(all=pl.col("customers").sum())


def _of(person: Data, id: str, title: str) -> pl.LazyFrame:  # noqa: A002
    """One segmentation's row."""
    declared = catalogue.segmentation(id)
    plays, segment = plays_of(person.log.mapping, id), pl.col("segment").cast(pl.String)
    return (
        person.own(members_then(person, id))
        .join(_sizes(person, id), on="segment", how="left", maintain_order="left")
        .select(
            segmentation=pl.lit(title),
            segment=segment,
            customers=pl.col("customers").cast(pl.UInt32),
            share=pl.col("customers") / pl.col("all"),
            meaning=_said(segment, dict(declared.meanings)),
            play=_said(segment.str.to_lowercase(), plays),
        )
    )


def _said(segment: pl.Expr, sentences: Mapping[str, str]) -> pl.Expr:
    """What is said of a segment; null where nothing is."""
    return (
        segment.replace_strict(dict(sentences), default=None, return_dtype=pl.String)
        if sentences
        else pl.lit(None, pl.String)
    )


def _rank(person: Data) -> pl.LazyFrame:
    """The customer's place by revenue among the buyers."""
    if not person.log.has_money or not person.log.kinds_of("purchase"):
        return pl.LazyFrame(
            schema={"revenue": pl.Float64, "rank": pl.UInt32, "buyers": pl.UInt32, "top_share": pl.Float64}
        )
    return person.own(_ranked(person)).select("revenue", "rank", "buyers", top_share=pl.col("rank") / pl.col("buyers"))


@once(of="everyone")
def _ranked(data: Data) -> pl.LazyFrame:
    """Everyone with an order by revenue: `customer`, `revenue`, `rank` (equal ones share the best), `buyers`."""
    buyers = per_customer(data, "revenue", "orders").filter(pl.col("orders") > 0)
    return buyers.select(
        pl.col("customer").set_sorted(),
        "revenue",
        rank=pl.col("revenue").rank("min", descending=True).cast(pl.UInt32),
        buyers=pl.len().cast(pl.UInt32),
    )


def _histories(person: Data) -> dict[str, pl.LazyFrame]:
    """What the models are fitted to: every buyer's history, and the usual pace."""
    return {"histories": histories(person, person.until), "pace": pace(person, person.until)}


def _expected(person: Data, tables: Mapping[str, pl.DataFrame]) -> Expected:
    """What the models expect of the customer, or why they do not."""
    if "histories" not in tables:
        return Expected()
    if refused := why_no_model(person, person.until):
        return Expected(refused=refused)
    fitted = usual_model(person)
    history = person.own(tables["histories"].lazy()).collect()
    return Expected(fitted, values(fitted, history, YEAR_AHEAD).row(0, named=True) if len(history) else None)

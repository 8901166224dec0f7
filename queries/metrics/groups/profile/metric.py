"""What sets a segment apart from the rest: who its members are and what they do, against everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import HISTORY, Answer, ByRow, Chart, Column, Parameter, Unit, measure, shared
from queries.data.once import once
from queries.errors import QuestionError
from queries.metrics.groups.profile.traits import CUSTOMERS, EVENTS, Trait, having, traits
from queries.metrics.groups.profile.whose import whose
from queries.metrics.groups.profile.words import conclusion, telling
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.data.data import Data
    from queries.metrics.groups.profile.whose import Whose

SEGMENT = shared.SEGMENT
COLUMNS = (
    Column("attribute", "what is known of the customers", Unit.TEXT, key=True, worded=True),
    Column("value", "its value", Unit.TEXT, key=True, personal=ByRow("attribute")),
    Column(
        "in_segment",
        "share of the members who have it or did it; for weekday and hour share of their events",
        Unit.SHARE,
        numerator="members",
        denominator="of_members",
    ),
    Column("elsewhere", "the same share of everyone else", Unit.SHARE, numerator="others", denominator="of_others"),
    Column(
        "index",
        "100 × share in the segment ÷ share among all customers, the segment's own included; 100 is no difference",
        Unit.RATE,
        numerator="100 × in_segment",
        denominator="n",
    ),
    Column(
        "lift",
        "how much more of those with the value are members than of all customers: the segment's rate among them ÷ its "
        "rate among all",
        Unit.RATE,
        numerator="members ÷ n",
        denominator="n",
    ),
    Column("n", "customers (for weekday and hour events) with the value, members and others", Unit.COUNT),
    Column("members", "members with the value, or their events", Unit.COUNT),
    Column("of_members", "all members, or their events", Unit.COUNT),
    Column("others", "others with the value, or their events", Unit.COUNT),
    Column("of_others", "all others, or their events", Unit.COUNT),
)
ATTRIBUTES = (
    Column("attribute", "what is known of the customers", Unit.TEXT, key=True, worded=True),
    Column("told", "whether it is told; not, where hardly two customers share a value or nobody has one", Unit.FLAG),
    Column("values", "values that occur and are told", Unit.COUNT),
)
PARAMETERS = (
    Parameter(
        "segment",
        "the segment, written like rfm=at risk; empty is the scope's own segment, and where the scope is everyone, "
        "every segment of rfm (without purchases of engagement, without a history of the first telling attribute)",
        "text",
    ),
    Parameter(
        "about",
        "everything, or only what is known of the customers (attributes), what they did (events), what they bought",
        "choice",
        choices=("everything", "attributes", "events", "products"),
    ),
)
TOLD = 5
"""Where several segments are told: so many values each."""


def members_with(data: Data, row: Mapping[str, Any], segment: str | None) -> pl.LazyFrame:
    """The members of the row's segment with the row's value."""
    asked = whose(data, segment)
    place = asked.names.index(row["segment"]) if asked.several else 0
    members = asked.codes.filter(pl.col("code") == place).select("customer")
    return members.join(having(asked.data, row["attribute"], row["value"]), on="customer", how="semi")


@measure(
    id="profile",
    title="Profile",
    question="What sets a segment apart from the rest?",
    also="who are they, characteristics, index, portrait of a segment, 画像, 特征",
    place=210,
    columns=COLUMNS,
    parts={"attributes": ATTRIBUTES},
    parameters=PARAMETERS,
    formula="index = 100 × share in the segment ÷ share among all; lift = members among those with the value ÷ members "
    "among all; first those of 30 customers and more that differ by more than 3 standard errors, then by how far the "
    "index is from 100",
    source="index against the base; lift of a rate",
    chart=Chart("bars", "value", ("index",), within=("segment", "attribute")),
    drill=members_with,
    without=(HISTORY,),
)
def profile(data: Data, segment: str | None = None, about: str = "everything") -> Answer:
    """What members of a segment are and do more or less often than others.

    Args:
        data: The scoped data; its own segment and conditions say whose profile, against everyone else.
        segment: `SEGMENTATION=SEGMENT`, against the rest of the scope.
        about: `everything`, `attributes`, `events` or `products`.

    Returns:
        `[segment], attribute, value, in_segment, elsewhere, index, lift, n` and the counts behind them: every value of
        one segment, or the five most telling ones of each segment. Membership is as of the analysis date, events
        are those of the reported range.

    Raises:
        QuestionError: The data hold nothing of what it is to be about.
    """
    if about in ("events", "products"):
        data.require(HISTORY)
    asked, traits_counted = whose(data, segment), traits(data, about, segment)
    if not traits_counted:
        attributes = say("other customer attributes" if asked.by in data.log.attributes else "customer attributes")
        raise QuestionError(
            say(
                "These data hold no {words}, which this profile needs.",
                words=say("order lines") if about == "products" else attributes,
            ),
            say("Leave about empty, or name the columns in a mapping file and open it with --map."),
        )
    counts = _counts(data, about, segment)
    rows = _compared(asked, counts, traits_counted)
    if asked.several:
        rows = rows.filter("telling").filter(pl.int_range(pl.len()).over("code") < TOLD)
    keys = (SEGMENT,) if asked.several else ()
    when = say(" as of {as_of}", as_of=asked.data.as_of) if data.log.has(HISTORY) else ""
    named = pl.lit(pl.Series(asked.names, dtype=pl.String)).gather("code").alias("segment")
    frame = rows.with_columns(named).select(column.name for column in (*keys, *COLUMNS))
    return Answer(
        frame,
        {"attributes": _attributes(counts, traits_counted)},
        (say("It is the profile of {words}{when}, against everyone else of the scope.", words=asked.words, when=when),),
        conclude=lambda tables: conclusion(tables, asked.names[0], several=asked.several),
        columns=(*keys, *COLUMNS),
    )


@once
def _counts(data: Data, about: str, segment: str | None) -> pl.LazyFrame:
    """All traits below each other, with their `at`."""
    counted = enumerate(traits(data, about, segment))
    return pl.concat([trait.counts.with_columns(at=pl.lit(at, pl.UInt32)) for at, trait in counted])


def _compared(asked: Whose, counts: pl.LazyFrame, listed_traits: Sequence[Trait]) -> pl.LazyFrame:
    """Every value with every segment that has members: the columns of the answer, sorted."""
    sizes = asked.codes.group_by("code").agg(size=pl.len().cast(pl.Int64)).with_columns(of=pl.lit(CUSTOMERS))
    at = next((at for at, trait in enumerate(listed_traits) if trait.name == "weekday"), None)
    of_events = counts.filter(pl.col("at") == at) if at is not None else counts.clear()
    did = of_events.group_by("code").agg(size=pl.col("n").sum())
    # A segment whose members did nothing in the range is there as well, with no events.
    events = sizes.select("code").join(did, on="code", how="left", nulls_equal=True)
    events = events.select("code", pl.col("size").fill_null(0), of=pl.lit(EVENTS))
    bases = pl.concat([sizes, events]).with_columns(base=pl.col("size").sum().over("of"))
    segments = bases.filter(pl.col("code").is_not_null())
    named = pl.LazyFrame(
        {
            "at": range(len(listed_traits)),
            "attribute": [t.name for t in listed_traits],
            "of": [t.of for t in listed_traits],
        },
        schema={"at": pl.UInt32, "attribute": pl.String, "of": pl.String},
    )
    values = counts.group_by("at", "place", "value").agg(n=pl.col("n").sum()).join(named, on="at", how="left")
    members_of = counts.rename({"n": "members"})
    grid = values.join(segments, on="of").join(members_of, on=["at", "place", "value", "code"], how="left")
    members, n, size, base = (pl.col(name) for name in ("members", "n", "size", "base"))
    cells = grid.with_columns(members.fill_null(0), of_members=size).with_columns(
        others=n - members, of_others=base - size
    )
    lift = pl.when(n > 0, size > 0).then(members * base / (n * size).cast(pl.Float64))
    rated = cells.with_columns(
        in_segment=pl.when(size > 0).then(members / size),
        elsewhere=pl.when(base > size).then(pl.col("others") / pl.col("of_others")),
        index=100 * lift,
        lift=lift,
    )
    away, down = (pl.col("index") - 100).abs().round(6), [False, True, True, False, False, False]
    return rated.with_columns(telling=telling()).sort(
        "code", "telling", away, "at", "place", "value", descending=down, nulls_last=True
    )


def _attributes(counts: pl.LazyFrame, listed_traits: Sequence[Trait]) -> pl.LazyFrame:
    """Every trait, and whether it is told."""
    named = pl.LazyFrame(
        {"at": range(len(listed_traits)), "attribute": [trait.name for trait in listed_traits]},
        schema={"at": pl.UInt32, "attribute": pl.String},
    )
    values = counts.group_by("at").agg(values=pl.struct("place", "value").n_unique())
    joined = named.join(values, on="at", how="left").sort("at")
    return joined.select("attribute", pl.col("values").is_not_null().alias("told"), pl.col("values").fill_null(0))

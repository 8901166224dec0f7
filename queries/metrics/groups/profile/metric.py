"""What sets a segment apart from the rest: who its members are and what they do, against everyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from queries.catalogue import Answer, ByRow, Chart, Column, Parameter, Unit, measure
from queries.dimensions.dimension import dimension
from queries.errors import QuestionError
from queries.metrics.groups.profile.traits import CUSTOMERS, EVENTS, Trait, having, traits
from queries.metrics.groups.profile.words import conclusion, telling
from queries.question.scope import Segment
from queries.segments.membership import in_segment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.data.data import Data

SEGMENT = Column("segment", "the segment", Unit.TEXT, key=True)
COLUMNS = (
    Column("attribute", "what is known of the customers", Unit.TEXT, key=True),
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
    Column("attribute", "what is known of the customers", Unit.TEXT, key=True),
    Column("told", "whether it is told; not, where hardly two customers share a value or nobody has one", Unit.FLAG),
    Column("values", "values that occur and are told", Unit.COUNT),
)
PARAMETERS = (
    Parameter(
        "segment",
        "the segment, written like rfm=at risk; empty is the scope's own segment, and where the scope is everyone, "
        "every segment of rfm (without purchases of engagement)",
        "text",
    ),
    Parameter(
        "about",
        "everything, or only what is known of the customers (attributes), what they did (events), what they bought",
        "choice",
        "everything",
        choices=("everything", "attributes", "events", "products"),
    ),
)
MISSING = {"products": "order lines", "attributes": "customer attributes"}
TOLD = 5
"""Where several segments are told: so many values each."""


@dataclass(frozen=True)
class Asked:
    """Whose profile is asked for.

    Attributes:
        data: All customers who are compared: the segment and the rest.
        codes: `customer`, `code` (the place in `names`; null is the rest), sorted by customer.
        names: The segments.
        several: Whether it is a whole segmentation.
        whose: Whose profile it is, as it is asked for.
    """

    data: Data
    codes: pl.LazyFrame
    names: tuple[str, ...]
    several: bool
    whose: str = ""

    @classmethod
    def of(cls, data: Data, segment: str | None) -> Asked:
        """What is asked for, by the parameter, else the scope, else a segmentation that fits."""
        everyone = data.customers.select("customer")
        if segment:
            chosen = Segment.parse(segment)
            codes = data.once(
                ("profile codes", segment), lambda: _flagged(everyone, in_segment(data, chosen)), in_memory=True
            )
            return cls(data, codes, (chosen.name,), several=False, whose=str(chosen))
        scope = data.scope
        if scope.segment or scope.where:
            parts = (scope.segment.name if scope.segment else "", *map(str, scope.where))
            name = " and ".join(part for part in parts if part)
            said = " and ".join(str(part) for part in (scope.segment, *scope.where) if part)
            base = data.everyone
            codes = base.once("profile codes", lambda: _flagged(base.customers.select("customer"), everyone))
            return cls(base, codes, (name,), several=False, whose=said)
        each = dimension(data, id_of := fitting(data))
        # A segmentation is a dimension of customers: it has codes.
        codes = data.once("profile codes", lambda: cast("pl.LazyFrame", each.codes))
        return cls(data, codes, tuple(each.values), several=True, whose=f"each segment of {id_of}")


def fitting(data: Data) -> str:
    """The segmentation that is told when nobody named a segment."""
    return "rfm" if data.log.kinds_of("purchase") else "engagement"


def _flagged(everyone: pl.LazyFrame, members: pl.LazyFrame) -> pl.LazyFrame:
    """Everyone with code 0 for members and null for the rest."""
    flags = members.select(pl.col("customer").set_sorted(), code=pl.lit(0, pl.UInt32))
    joined = everyone.join(flags, on="customer", how="left", maintain_order="left")
    return joined.with_columns(pl.col("customer").set_sorted())


def members_with(
    data: Data, row: Mapping[str, Any], segment: str | None = None, about: str = "everything"
) -> pl.LazyFrame:
    """The members of the row's segment with the row's value."""
    del about
    asked = Asked.of(data, segment)
    place = asked.names.index(row["segment"]) if asked.several else 0
    own = asked.codes.filter(pl.col("code") == place).select("customer")
    return own.join(having(asked.data, row["attribute"], row["value"]), on="customer", how="semi")


@measure(
    id="profile",
    title="Profile",
    question="What sets a segment apart from the rest?",
    group="Segments",
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
    asked = Asked.of(data, segment)
    found = list(traits(asked.data, asked.codes, about, asked.whose))
    if not found:
        raise QuestionError(
            f"These data hold no {MISSING.get(about, about)}, which this profile needs.",
            "Leave about empty, or name the columns in a mapping file and open it with --map.",
        )
    counts = asked.data.once(("profile", about, segment), lambda: _counts(found))
    every = _compared(asked, counts, found)
    rows = every.filter("telling").filter(pl.int_range(pl.len()).over("code") < TOLD) if asked.several else every
    keys = (SEGMENT,) if asked.several else ()
    named = pl.lit(pl.Series(asked.names, dtype=pl.String)).gather("code").alias("segment")
    frame = rows.with_columns(named).select(column.name for column in (*keys, *COLUMNS))
    return Answer(
        frame,
        {"attributes": _attributes(counts, found)},
        (f"It is the profile of {asked.whose} as of {asked.data.as_of}, against everyone else of the scope.",),
        conclude=lambda tables: conclusion(tables, asked.names[0], several=asked.several),
        columns=(*keys, *COLUMNS),
    )


def _counts(found: Sequence[Trait]) -> pl.LazyFrame:
    """All traits below each other, with their `at`."""
    return pl.concat([trait.counts.with_columns(at=pl.lit(at, pl.UInt32)) for at, trait in enumerate(found)])


def _compared(asked: Asked, counts: pl.LazyFrame, found: Sequence[Trait]) -> pl.LazyFrame:
    """Every value with every segment that has members: the columns of the answer, sorted."""
    sizes = asked.codes.group_by("code").agg(size=pl.len().cast(pl.Int64)).with_columns(of=pl.lit(CUSTOMERS))
    at = next((at for at, trait in enumerate(found) if trait.name == "weekday"), None)
    of_events = counts.filter(pl.col("at") == at) if at is not None else counts.clear()
    did = of_events.group_by("code").agg(size=pl.col("n").sum())
    # A segment whose members did nothing in the range is there as well, with no events.
    events = sizes.select("code").join(did, on="code", how="left", nulls_equal=True)
    events = events.select("code", pl.col("size").fill_null(0), of=pl.lit(EVENTS))
    every = pl.concat([sizes, events]).with_columns(base=pl.col("size").sum().over("of"))
    segments = every.filter(pl.col("code").is_not_null())
    named = pl.LazyFrame(
        {"at": range(len(found)), "attribute": [t.name for t in found], "of": [t.of for t in found]},
        schema={"at": pl.UInt32, "attribute": pl.String, "of": pl.String},
    )
    values = counts.group_by("at", "place", "value").agg(n=pl.col("n").sum()).join(named, on="at", how="left")
    own = counts.rename({"n": "members"})
    grid = values.join(segments, on="of").join(own, on=["at", "place", "value", "code"], how="left")
    members, n, size, base = (pl.col(name) for name in ("members", "n", "size", "base"))
    counted = grid.with_columns(members.fill_null(0), of_members=size).with_columns(
        others=n - members, of_others=base - size
    )
    lift = pl.when(n > 0, size > 0).then(members * base / (n * size).cast(pl.Float64))
    rated = counted.with_columns(
        in_segment=pl.when(size > 0).then(members / size),
        elsewhere=pl.when(base > size).then(pl.col("others") / pl.col("of_others")),
        index=100 * lift,
        lift=lift,
    )
    away, down = (pl.col("index") - 100).abs().round(6), [False, True, True, False, False, False]
    told = rated.with_columns(telling=telling())
    return told.sort("code", "telling", away, "at", "place", "value", descending=down, nulls_last=True)


def _attributes(counts: pl.LazyFrame, found: Sequence[Trait]) -> pl.LazyFrame:
    """Every trait, and whether it is told."""
    named = pl.LazyFrame(
        {"at": range(len(found)), "attribute": [trait.name for trait in found]},
        schema={"at": pl.UInt32, "attribute": pl.String},
    )
    values = counts.group_by("at").agg(values=pl.struct("place", "value").n_unique())
    joined = named.join(values, on="at", how="left").sort("at")
    return joined.select("attribute", pl.col("values").is_not_null().alias("told"), pl.col("values").fill_null(0))

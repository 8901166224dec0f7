"""Whom an action was for, and with whom they are compared: those held out, customers like them, or everyone else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from queries.customers.figures import per_customer
from queries.customers.held_out import SUFFIX, held_out_of
from queries.data.once import once
from queries.errors import QuestionError, UsageError
from queries.question.scope import Scope, Segment
from queries.segments.membership import in_segment, membership
from queries.segments.suiting import suiting
from queries.wording import mark, say

if TYPE_CHECKING:
    from datetime import date

    from queries.data.data import Data
    from queries.eventlog.model import CustomerList

HELD_OUT, MATCHED, OTHERS = "held_out", "matched", "others"
"""With whom the treated can be compared."""
QUARTERS = (0.25, 0.5, 0.75)


class Whom(NamedTuple):
    """Whom an action was for.

    Attributes:
        listed: The name of a list, or empty.
        segment: A segment, as it was at the start, or empty.
        against: One of the three.
    """

    listed: str
    segment: str
    against: str

    @property
    def name(self) -> str:
        """What the treated are called."""
        return self.listed or self.segment

    @property
    def others(self) -> str:
        """What those compared are called."""
        return {HELD_OUT: mark("held out"), MATCHED: mark("customers like them"), OTHERS: mark("everyone else")}[
            self.against
        ]


def whom(data: Data, named: str | None, segment: str | None, against: str | None) -> tuple[Whom, CustomerList | None]:
    """Whom an action was for, and their list where it is one.

    Raises:
        QuestionError: Neither a list nor a segment is there, or nobody was held out who is asked for.
        UsageError: There is no such list.
    """
    if segment:
        if against == HELD_OUT:
            raise QuestionError(say("Nobody is held out of a segment."), say("Freeze it as a list with a hold-out."))
        return Whom("", segment, against or OTHERS), None
    listed = _list(data, named)
    held = held_out_of(data.log, listed)
    if against == HELD_OUT and held is None:
        raise QuestionError(
            say("Nobody was held out of the list “{name}”.", name=listed.name),
            say("Leave against empty, or freeze it with a hold-out."),
        )
    return Whom(listed.name, "", against or (HELD_OUT if held else MATCHED)), listed


def _list(data: Data, named: str | None) -> CustomerList:
    """The list of that name, else the one that was frozen last; never one of those held out."""
    lists = data.log.lists
    if named is not None:
        found = next((entry for entry in lists if entry.name.casefold() == named.strip().casefold()), None)
        if found is None:
            known = ", ".join(entry.name for entry in lists) or "none"
            raise UsageError(
                say("There is no list of customers called “{named}”.", named=named),
                say("There is {known}.", known=known),
            )
        return found
    held = {id(held_out_of(data.log, entry)) for entry in lists}
    frozen = [entry for entry in lists if id(entry) not in held]
    if not frozen:
        raise QuestionError(
            say("An effect needs to know whom something was done to."),
            say(
                "Freeze them as a list (w), or name a segment and its begin (p, or --set segment=S=V --set start=DATE)."
            ),
        )
    return max(frozen, key=lambda entry: str(entry.saved or ""))


@once(in_memory=True)
def groups(data: Data, asked: Whom, start: date) -> pl.LazyFrame:
    """Everybody who is compared: `customer`, `treated`, `weight`, sorted by customer; those known at the start.

    Who those treated are is decided at the start, too: what they did later makes nobody one of them.

    Args:
        data: The scoped data.
        asked: Whom the action was for.
        start: The first day of the action.
    """
    treated = _codes(data, asked.listed) if asked.listed else _members(data, asked.segment, start)
    # Who came later did nothing before, and is in no segment of then: that would be a change of nobody's behaviour.
    everyone = data.at(_as_of(data, start)).customers.select("customer")
    flagged = everyone.join(
        treated.select("customer", treated=pl.lit(value=True)), on="customer", how="left", maintain_order="left"
    ).with_columns(pl.col("treated").fill_null(value=False))
    if asked.against == HELD_OUT:
        out = _codes(data, f"{asked.listed}{SUFFIX}")
        both = flagged.filter(pl.col("treated")), flagged.join(out, on="customer", how="semi")
        flagged = pl.concat(both).sort("customer")
    weighed = _matched(data, flagged, start) if asked.against == MATCHED else flagged.with_columns(weight=pl.lit(1.0))
    return weighed.select(pl.col("customer").set_sorted(), "treated", "weight")


def _codes(data: Data, name: str) -> pl.LazyFrame:
    """The customers of a list."""
    return pl.LazyFrame({"customer": _list(data, name).customers}, schema={"customer": pl.UInt32})


def _members(data: Data, segment: str, start: date) -> pl.LazyFrame:
    """The customers of a segment at the start; `sex=female` names a value of an attribute."""
    named = Segment.parse(segment)
    spelled = {name.casefold(): name for name in data.log.attributes}
    if named.segmentation.casefold() in spelled:
        attribute = spelled[named.segmentation.casefold()]
        named = Segment("attribute", named.name, (("name", attribute),))
    return in_segment(data.at(_as_of(data, start)), named)


def _as_of(data: Data, start: date) -> Scope:
    """The scope as it was known before the start."""
    return data.scope.changed(as_of=start, since=None, until=None)


def _matched(data: Data, flagged: pl.LazyFrame, start: date) -> pl.LazyFrame:
    """Those treated and customers like them at the start: of the same segment, quarter of value and of recency.

    Each of the compared weighs so much that they are together as many as the treated of their kind; treated of a kind
    that nobody else is of, and others of a kind that no treated is of, are left out.
    """
    then, bought = data.at(_as_of(data, start)), bool(data.log.kinds_of("purchase"))
    value, since = ("revenue", "days_since_last") if bought else ("interactions", "days_since_seen")
    kind = membership(then, suiting(then, "lifecycle")).select("customer", pl.col("segment").cast(pl.String))
    figures = per_customer(then, value, since).select("customer", value=value, since=since)
    known = flagged.join(kind, on="customer", how="inner", maintain_order="left")
    known = known.join(figures, on="customer", how="left", maintain_order="left")
    placed = known.with_columns(_quarter("value").alias("value"), _quarter("since").alias("since"))
    kinds = ("segment", "value", "since")
    treated = pl.col("treated").sum().over(kinds)
    others = (~pl.col("treated")).sum().over(kinds)
    alike = placed.with_columns(n=treated, others=others).filter((pl.col("n") > 0) & (pl.col("others") > 0))
    return alike.with_columns(weight=pl.when(pl.col("treated")).then(1.0).otherwise(pl.col("n") / pl.col("others")))


def _quarter(name: str) -> pl.Expr:
    """The quarter of a figure, 0 to 3; −1 where it is not known."""
    above = [(pl.col(name) > pl.col(name).quantile(share, "linear")).cast(pl.Int8) for share in QUARTERS]
    return pl.sum_horizontal(above).fill_null(-1)

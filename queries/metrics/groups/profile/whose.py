"""Whose profile is asked for: the customers who are compared, and who of them is in which segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import HISTORY
from queries.customers.telling import first_telling
from queries.data.once import once
from queries.dimensions.dimension import dimension
from queries.question.scope import Segment
from queries.segments.membership import in_segment
from queries.segments.suiting import suiting
from queries.wording import say

if TYPE_CHECKING:
    from queries.data.data import Data


@dataclass(frozen=True)
class Whose:
    """Whose profile is asked for.

    Attributes:
        data: All customers who are compared: the segment and the rest.
        codes: `customer`, `code` (the place in `names`; null is the rest), sorted by customer.
        names: The segments.
        several: Whether it is a whole segmentation.
        words: Whose profile it is, as it is asked for.
        by: The attribute whose values the segments are: it tells nothing about them.
    """

    data: Data
    codes: pl.LazyFrame
    names: tuple[str, ...]
    several: bool
    words: str
    by: str | None = None


@once
def whose(data: Data, segment: str | None) -> Whose:
    """What is asked for, by the parameter, else the scope, else a segmentation that fits."""
    scope = data.scope
    if segment:
        named = Segment.parse(segment)
        codes, by = _of_segment(data, segment), _attribute_of(data, named)
        return Whose(data, codes, (named.name,), several=False, words=str(named), by=by)
    if scope.segment or scope.where:
        parts = (scope.segment.name if scope.segment else "", *map(str, scope.where))
        name = " and ".join(part for part in parts if part)
        words = " and ".join(str(part) for part in (scope.segment, *scope.where) if part)
        by = _attribute_of(data, scope.segment)
        return Whose(data.everyone, _of_scope(data), (name,), several=False, words=words, by=by)
    each = dimension(data, suiting(data, "rfm"))
    return Whose(
        data,
        _of_each(data),
        tuple(each.values),
        several=True,
        words=say("each segment of {name}", name=each.name),
        by=each.name,
    )


def _attribute_of(data: Data, segment: Segment | None) -> str | None:
    """The attribute whose value a segment is, where attributes are all that is known: it would be told first."""
    if segment is None or segment.segmentation != "attribute" or data.log.has(HISTORY):
        return None
    named = (data.scope.settings_of("attribute") | dict(segment.parameters)).get("name")
    spelled = (name for name in data.log.attributes if name.casefold() == str(named).casefold())
    return next(spelled, None) if named else first_telling(data.everyone)


@once(in_memory=True)
def _of_segment(data: Data, segment: str) -> pl.LazyFrame:
    """The codes of a segment against the rest of the scope."""
    return _flagged(data, in_segment(data, Segment.parse(segment)))


@once
def _of_scope(data: Data) -> pl.LazyFrame:
    """The codes of the scope's own customers against everyone else."""
    return _flagged(data.everyone, data.customers.select("customer"))


@once
def _of_each(data: Data) -> pl.LazyFrame:
    """The codes of every segment of the segmentation that fits."""
    codes = dimension(data, suiting(data, "rfm")).codes
    if codes is None:
        raise TypeError("a segmentation is a dimension of customers")
    return codes


def _flagged(data: Data, members: pl.LazyFrame) -> pl.LazyFrame:
    """Everyone with code 0 for members and null for the rest."""
    flags = members.select(pl.col("customer").set_sorted(), code=pl.lit(0, pl.UInt32))
    everyone = data.customers.select("customer")
    joined = everyone.join(flags, on="customer", how="left", maintain_order="left")
    return joined.with_columns(pl.col("customer").set_sorted())

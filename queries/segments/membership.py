"""Who is in which segment, and who counts in the scope of one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import polars as pl

from queries import catalogue
from queries.catalogue import CUSTOMERS
from queries.customers.where import satisfying
from queries.data.events import stay_lazy
from queries.errors import UsageError
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from queries.catalogue import Metric
    from queries.data.data import Data
    from queries.eventlog.model import EventLog
    from queries.question.scope import Scope, Segment

MOST_NAMED = 25
"""So many segments are named to somebody who asked for one that does not exist."""


def membership(data: Data, segmentation: str, *, as_of: date | None = None, **parameters: Any) -> pl.LazyFrame:
    """Who is in which segment: `customer`, `segment` (Enum, else text), the segmentation's own figures.

    Every customer of the scope is there once, sorted by customer. What decides (quantiles, thresholds) is
    taken from everyone, also in the scope of one segment: its members stay its members.

    Args:
        data: The scoped data.
        segmentation: The id of a segmentation.
        as_of: Look at another date than the scope's, exclusive.
        parameters: The segmentation's own parameters; the scope's settings are those that are not given.
    """
    entry, scope = catalogue.segmentation(segmentation), data.scope
    then = data if as_of is None else data.at(scope.changed(as_of=as_of, until=None))
    data.require(*catalogue.metric(segmentation).needs)
    members = entry.members(then.everyone, **(scope.settings_of(segmentation) | parameters))
    joined = then.customers.select("customer").join(members, on="customer", how="left", maintain_order="left")
    named = isinstance(members.collect_schema()["segment"], pl.Enum)
    segments = pl.Enum(entry.names) if named else pl.String
    # The literal has the type: a bare text makes Polars plan a text column, and drop casts to one.
    segment = pl.col("segment").cast(segments).fill_null(pl.lit(entry.rest, segments))
    return joined.with_columns(pl.col("customer").set_sorted(), segment)


def in_segment(data: Data, segment: Segment) -> pl.LazyFrame:
    """The customers of one segment; its name is read without regard to case, a hyphen also stands for a dash.

    Raises:
        UsageError: There is no such segment; a declared one may be empty.
    """
    metric, entry = catalogue.metric(segment.segmentation), catalogue.segmentation(segment.segmentation)
    given = data.scope.settings_of(segment.segmentation) | dict(segment.parameters)
    members = membership(data, segment.segmentation, **entry.naming(segment.name, given))
    names = names_of_segments(metric, data.log)
    if entry.segments and not isinstance(members.collect_schema()["segment"], pl.Enum):
        names = ()  # with other parameters a segmentation has other segments than it declares
    if not names and data.keep is not stay_lazy:
        members = data.keep(members)
        occurring = data.keep(members.select(pl.col("segment").cast(pl.String).unique().sort())).collect()
        names = tuple(dict.fromkeys((*occurring.to_series(), entry.rest)))
    if names and _as_typed(segment.name) not in map(_as_typed, names):
        near = get_close_matches(segment.name, names, n=2)
        listed = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
        raise UsageError(
            say("{segmentation} has no segment “{name}”.", segmentation=segment.segmentation, name=segment.name),
            say("Did you mean {names}?", names=say(" or ").join(near))
            if near
            else say("It has {listed}.", listed=listed),
        )
    typed = pl.col("segment").cast(pl.String).str.to_lowercase().str.replace_all("–", "-", literal=True)
    return members.filter(typed == _as_typed(segment.name)).select("customer")


def names_of_segments(metric: Metric, log: EventLog) -> tuple[str, ...]:
    """The segments that are known before anybody looks, and the rest; none where only the data can tell.

    Those of a segmentation that needs what the user brought (rules, lists) are called as what was brought.
    """
    declared = metric.segmentation
    if declared is None:
        return ()
    brought = tuple(name for need in metric.needs for name in log.named(need))
    if declared.segments:
        return declared.names
    return (*brought, declared.rest) if brought else ()


def customers_of_row(data: Data, id: str, row: Mapping[str, Any], given: Mapping[str, Any]) -> pl.LazyFrame:  # noqa: A002
    """The customers of a row's segment."""
    named = catalogue.segmentation(id).naming(row["segment"], given)
    return membership(data, id, **named).filter(pl.col("segment") == row["segment"]).select("customer")


def choose(everyone: Data, scope: Scope) -> pl.Series:
    """One flag a customer code: whether the scope's segment and conditions hold.

    Raises:
        QuestionError: No row says who it was: nobody can be chosen.
    """
    everyone.require(CUSTOMERS)
    frame = everyone.customers.select("customer")
    if scope.segment:
        frame = in_segment(everyone, scope.segment)
    if scope.where:
        frame = frame.join(satisfying(everyone, scope.where), on="customer", how="semi")
    flags = everyone.log.customers.select("customer").join(
        frame.select("customer", chosen=pl.lit(value=True)),
        on="customer",
        how="left",
        maintain_order="left",
    )
    chosen = flags.select(pl.col("chosen").fill_null(value=False))
    return everyone.keep(chosen).collect().to_series()


def _as_typed(segment: str) -> str:
    """The name of a segment as people type it: in any case, with a hyphen for a dash."""
    return segment.lower().replace("–", "-")

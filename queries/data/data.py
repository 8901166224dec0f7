"""What a metric gets: the scoped, lazy event log and what is shared about its customers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from queries import catalogue
from queries.catalogue import FIGURES
from queries.customers.figures import per_customer
from queries.customers.where import satisfying
from queries.data.events import ScopedEvents, stay_lazy
from queries.data.needs import unmet
from queries.errors import QuestionError, UsageError
from queries.eventlog.runs import starts
from queries.privacy.detection import singles_out

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date

    from queries.question.scope import Segment

Made = TypeVar("Made")
MOST_NAMED = 25
"""So many segments are named to somebody who asked for one that does not exist."""


def never_stop() -> None:
    """A `check` of somebody who never asks to stop."""


def _as_typed(segment: str) -> str:
    """The name of a segment as people type it: in any case, with a hyphen for a dash."""
    return segment.lower().replace("–", "-")


@dataclass(frozen=True)
class Data(ScopedEvents):
    """The part of an event log that a question is about: its events, its customers, who is in which segment.

    Attributes:
        among: Of one customer: the whole scope, where what is found about everyone is remembered.
        whole: Of a scope of some customers: the same scope of everyone, where it is at hand already.
        check: Raises when somebody asked to stop; a model that is fitted calls it between its steps.
    """

    among: Data | None = field(default=None, repr=False, compare=False)
    whole: Data | None = field(default=None, repr=False, compare=False)
    check: Callable[[], None] = never_stop

    _shared: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    # -- customers ----------------------------------------------------------------------------------------

    @cached_property
    def customers(self) -> pl.LazyFrame:
        """The scope's customers: `customer`, `id` and attributes, sorted by `customer`."""
        frame = self.own(self.log.customers)
        if self.as_of <= self.log.last_day:
            # Who comes later is not known yet; who has no events may have been known at any time.
            first = self.own(self.log.events).filter(starts("customer"), pl.col("day") >= self.day_number(self.as_of))
            frame = frame.join(first.select("customer"), on="customer", how="anti", maintain_order="left")
        return frame if self.chosen is None else frame.filter(pl.lit(self.chosen).gather(pl.col("customer")))

    @cached_property
    def everyone(self) -> Data:
        """The same scope with all its customers: who is in which segment is decided among everyone."""
        if self.among is not None:
            return self.among.everyone
        if not self.scope.segment and not self.scope.where and self.only is None:
            return self
        if self.whole is not None:
            return self.whole
        return Data(self.log, self.scope.changed(segment=None, where=()), self.keep, check=self.check)

    @cached_property
    def chosen(self) -> pl.Series | None:
        """One flag a customer code: whether the scope's segment and conditions hold; None means everyone."""
        if self.among is not None:
            return self.among.chosen
        if not self.scope.segment and not self.scope.where:
            return None
        everyone = self.everyone
        frame = everyone.customers.select("customer")
        if self.scope.segment:
            frame = everyone.in_segment(self.scope.segment)
        if self.scope.where:
            frame = frame.join(satisfying(everyone, self.scope.where), on="customer", how="semi")
        flags = self.log.customers.select("customer").join(
            frame.select("customer", chosen=pl.lit(value=True)),
            on="customer",
            how="left",
            maintain_order="left",
        )
        chosen = flags.select(pl.col("chosen").fill_null(value=False))
        return self.keep(chosen).collect().to_series()

    @cached_property
    def telling_attributes(self) -> tuple[str, ...]:
        """The attributes that tell groups apart: not those that single somebody out, as a name or an address does.

        A plan to be shipped cannot look at values, and has all of them.
        """
        if self.keep is stay_lazy:
            return self.log.attributes
        return tuple(name for name in self.log.attributes if not singles_out(self.log, name))

    def figures(self, *names: str) -> pl.LazyFrame:
        """The shared per-customer figures, all or those named, one row a customer, sorted by customer."""
        return per_customer(self, names or [column.name for column in FIGURES])

    def one_customer(self, id: str) -> Data:  # noqa: A002 - the word the files use
        """The same scope, of one customer alone.

        Raises:
            UsageError: No customer of the scope has that id.
        """
        named = pl.col("id").cast(pl.String) == id
        if self.keep is stay_lazy:
            return replace(self, only=self.customers.filter(named).select("customer"), among=self)
        found = self.keep(self.log.customers.filter(named).select("customer")).collect()
        one = replace(self, only=int(found.item()), among=self) if len(found) else None
        if one is None or self.keep(one.customers).collect().is_empty():
            raise UsageError(f"There is no customer “{id}” in this scope.", "Ids are compared letter by letter.")
        return one

    @cached_property
    def shared_figures(self) -> pl.LazyFrame:
        """All per-customer figures, worked out once a scope: panes, drills and profiles read it."""
        return self.keep(self.figures(), in_memory=True)

    def members(self, segmentation: str, *, as_of: date | None = None, **parameters: Any) -> pl.LazyFrame:
        """Who is in which segment: `customer`, `segment` (Enum, else text), the segmentation's own figures.

        Every customer of the scope is there once, sorted by customer. What decides (quantiles, thresholds) is
        taken from everyone, also in the scope of one segment: its members stay its members.

        Args:
            segmentation: The id of a segmentation.
            as_of: Look at another date than the scope's, exclusive.
            parameters: The segmentation's own parameters; the scope's settings are those that are not given.
        """
        entry = catalogue.segmentation(segmentation)
        scope = self.scope.changed(as_of=as_of, until=None)
        data = self if as_of is None else Data(self.log, scope, self.keep, check=self.check)
        self.require(*catalogue.metric(segmentation).needs)
        found = entry.members(data.everyone, **(self.scope.settings_of(segmentation) | parameters))
        joined = data.customers.select("customer").join(found, on="customer", how="left", maintain_order="left")
        named = isinstance(found.collect_schema()["segment"], pl.Enum)
        every = pl.Enum(entry.names) if named else pl.String
        # The literal has the type: a bare text makes Polars plan a text column, and drop casts to one.
        segment = pl.col("segment").cast(every).fill_null(pl.lit(entry.rest, every))
        return joined.with_columns(pl.col("customer").set_sorted(), segment)

    def in_segment(self, segment: Segment) -> pl.LazyFrame:
        """The customers of one segment; its name is read without regard to case, a hyphen also stands for a dash.

        Raises:
            UsageError: There is no such segment; a declared one may be empty.
        """
        entry = catalogue.segmentation(segment.segmentation)
        given = self.scope.settings_of(segment.segmentation) | dict(segment.parameters)
        members = self.members(segment.segmentation, **entry.naming(segment.name, given))
        known = entry.names_in(self.log)
        if entry.segments and not isinstance(members.collect_schema()["segment"], pl.Enum):
            known = ()  # with other parameters a segmentation has other segments than it declares
        if not known and self.keep is not stay_lazy:
            members = self.keep(members)
            every = self.keep(members.select(pl.col("segment").cast(pl.String).unique().sort())).collect()
            known = tuple(dict.fromkeys((*every.to_series(), entry.rest)))
        if known and _as_typed(segment.name) not in map(_as_typed, known):
            near = get_close_matches(segment.name, known, n=2)
            listed = ", ".join(known[:MOST_NAMED]) + (" …" if len(known) > MOST_NAMED else "")
            raise UsageError(
                f"{segment.segmentation} has no segment “{segment.name}”.",
                f"Did you mean {' or '.join(near)}?" if near else f"It has {listed}.",
            )
        typed = pl.col("segment").cast(pl.String).str.to_lowercase().str.replace_all("–", "-", literal=True)
        return members.filter(typed == _as_typed(segment.name)).select("customer")

    def once(self, key: Hashable, plan: Callable[[], pl.LazyFrame], *, in_memory: bool = False) -> pl.LazyFrame:
        """A plan that several parts of an answer need, worked out the first time it is asked for under `key`.

        Args:
            key: What it is remembered under, in this scope.
            plan: Makes the plan.
            in_memory: Which engine takes less time for it; see `Keep`.
        """
        return self.remembered(key, lambda: self.keep(plan(), in_memory=in_memory))

    def remembered(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Anything that is dear to find (a fitted model), found the first time it is asked for under `key`."""
        if key not in self._shared:
            self._shared[key] = make()
        found: Made = self._shared[key]
        return found

    def beside(self, events: pl.LazyFrame, values: pl.LazyFrame, name: str) -> pl.LazyFrame:
        """Events with a column of a value each customer has, in the events' order.

        Args:
            events: Rows in log order.
            values: `customer` and `name`, sorted by customer, at most a row each; others get null.
            name: The column to put beside the events.
        """
        if self.keep is stay_lazy:
            return events.join(values.select("customer", name), on="customer", how="left", maintain_order="left")
        column = self._column(values, name)
        return events.with_columns(pl.lit(column).gather(pl.col("customer")).alias(name))

    def _column(self, values: pl.LazyFrame, name: str) -> pl.Series:
        """The values by customer code: position is code."""
        known = self.keep(values.select("customer", name)).collect()
        if len(known) < self.log.size:
            everyone = self.log.customers.select("customer")
            known = everyone.join(known.lazy(), on="customer", how="left", maintain_order="left").collect()
        return known[name]

    def require(self, *needs: str) -> None:
        """Refuse a question that needs what these data do not have: kinds of event, own segments, lists.

        Raises:
            QuestionError: One of them is not there.
        """
        for need in needs:
            if not self.log.has(need):
                raise unmet(self.log, need)

    def require_money(self) -> None:
        """Refuse a question that needs amounts where the files hold none.

        Raises:
            QuestionError: No event has an amount.
        """
        if not self.log.has_money:
            raise QuestionError(
                "These data hold no amounts, which this question needs.",
                "Say which column is the amount in a mapping file and open it with --map.",
            )

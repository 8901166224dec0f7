"""What a metric gets: the scoped, lazy event log and what is shared about its customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from queries.data.events import ScopedEvents, stay_lazy
from queries.data.needs import unmet
from queries.errors import QuestionError
from queries.eventlog.runs import starts
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from queries.question.scope import Scope

Made = TypeVar("Made")


def never_stop() -> None:
    """A `check` of somebody who never asks to stop."""


def nobody_chosen(everyone: Data, scope: Scope) -> pl.Series:  # noqa: ARG001 - the signature of a `choose`
    """The `choose` of data that were made without one: a scope of some customers cannot be answered by itself."""
    raise TypeError(f"who counts in “{scope.describe()}” has to be decided by `choose`")


@dataclass(frozen=True)
class Data(ScopedEvents):
    """The part of an event log that a question is about: its events, its customers, who is in which segment.

    Attributes:
        among: Of one customer: the whole scope, where what is found about everyone is remembered.
        whole: Of a scope of some customers: the same scope of everyone, where it is at hand already.
        check: Raises when somebody asked to stop; a model that is fitted calls it between its steps.
        choose: Says who counts in the scope of a segment or of conditions: everyone's data and the scope → one flag
            a customer code. It is handed in (`queries.segments.members.choose`): what cuts events knows no segments.
    """

    among: Data | None = field(default=None, repr=False, compare=False)
    whole: Data | None = field(default=None, repr=False, compare=False)
    check: Callable[[], None] = never_stop
    choose: Callable[[Data, Scope], pl.Series] = nobody_chosen

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
        return self.at(self.scope.changed(segment=None, where=()))

    @cached_property
    def chosen(self) -> pl.Series | None:
        """One flag a customer code: whether the scope's segment and conditions hold; None means everyone."""
        if self.among is not None:
            return self.among.chosen
        if not self.scope.segment and not self.scope.where:
            return None
        return self.choose(self.everyone, self.scope)

    def at(self, scope: Scope) -> Data:
        """Another scope of the same log, worked out and stopped alike."""
        return Data(self.log, scope, self.keep, check=self.check, choose=self.choose)

    def remembered(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Anything that is costly to find, made the first time it is asked for under `key`; see `once`."""
        if key not in self._shared:
            self._shared[key] = make()
        value: Made = self._shared[key]
        return value

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
        by_customer = self.keep(values.select("customer", name)).collect()
        if len(by_customer) < self.log.size:
            everyone = self.log.customers.select("customer")
            by_customer = everyone.join(by_customer.lazy(), on="customer", how="left", maintain_order="left").collect()
        return by_customer[name]

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
                say("These data hold no amounts, which this question needs."),
                say("Say which column is the amount in a mapping file and open it with --map."),
            )

"""The events, order lines and answers that a question is about, and what the roles of events make of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import polars as pl

from queries.data.needs import unmet
from queries.data.timespan import Timespan
from queries.eventlog.conditions import as_spelled, one_of
from queries.eventlog.details.model import TABLES
from queries.eventlog.transactions import TRANSACTIONS


class Keep(Protocol):
    """Works a plan out now and hands back the finished frame, or leaves it lazy: the runner decides."""

    def __call__(self, plan: pl.LazyFrame, *, in_memory: bool = False) -> pl.LazyFrame:
        """The plan, worked out or not.

        Args:
            plan: What is worked out.
            in_memory: Whether Polars' in-memory engine takes less time for it than the streaming one: so it is where
                tables with a row a customer are joined and sorted, and not where all events are passed over.
        """
        ...


def stay_lazy(plan: pl.LazyFrame, *, in_memory: bool = False) -> pl.LazyFrame:  # noqa: ARG001 - the protocol's
    """A `Keep` that works nothing out: plans stay whole, to be shipped elsewhere."""
    return plan


def _nothing(table: str) -> pl.LazyFrame:
    """A table of details that no mapping knows of."""
    return pl.LazyFrame(schema=TABLES[table])


@dataclass(frozen=True)
class ScopedEvents(Timespan):
    """The events of a scope.

    Everything before the analysis date is here, also what lies before `since`: first purchases, cohorts and
    gaps stay right. `reported` cuts to the range that is reported.

    Attributes:
        keep: How intermediate frames that several readers share are worked out.
        only: The one customer it is about: the code, or a plan that finds it; None is all of the scope's.
    """

    keep: Keep = stay_lazy
    only: int | pl.LazyFrame | None = None

    @cached_property
    def chosen(self) -> pl.Series | None:
        """One flag a customer code: whether the customer counts; None means everyone."""
        return None

    @cached_property
    def events(self) -> pl.LazyFrame:
        """Events before the analysis date, of the scope's kinds, channels and customers, in log order."""
        frame = self._scoped(self.log.events)
        # One customer's events are few, and everything about the customer reads them: found once.
        return self.keep(frame) if isinstance(self.only, int) else frame

    @cached_property
    def items(self) -> pl.LazyFrame:
        """Lines of orders before the analysis date, scoped like `events`, in log order; the columns are `ITEMS`.

        No rows where no order lines are mapped; `log.has("items")` tells that without reading. The first who asks
        waits until they are read from the files.
        """
        return self._lines_of("purchase")

    @cached_property
    def returned_items(self) -> pl.LazyFrame:
        """Lines of refunds, scoped like `items`; quantity and amount are negative."""
        return self._lines_of("refund")

    @cached_property
    def feedback(self) -> pl.LazyFrame:
        """What customers said before the analysis date, scoped like `events`, in log order: `FEEDBACK`.

        No rows where no scores or texts are mapped; `log.has("feedback")` tells that without reading.
        """
        return self._scoped(self.log.details.table("feedback")) if self.log.has("feedback") else _nothing("feedback")

    @cached_property
    def texts(self) -> pl.LazyFrame:
        """The texts of `feedback`, with what was read in them, scoped alike: `TEXTS`. The first who asks waits.

        Raises:
            QuestionError: The libraries that read texts are not installed.
        """
        return self._scoped(self.log.details.table("texts")) if self.log.has("texts") else _nothing("texts")

    @cached_property
    def tickets(self) -> pl.LazyFrame:
        """Contacts with the service opened before the analysis date, scoped like `events`, in log order: `TICKETS`.

        A reply or a resolution at or after that date is not known yet. No rows where no table tells of either.
        """
        if not self.log.has("tickets"):
            return _nothing("tickets")
        known = (
            pl.when(pl.col(name).dt.date() < self.as_of).then(name).alias(name) for name in ("replied", "resolved")
        )
        return self._scoped(self.log.details.table("tickets")).with_columns(known)

    @cached_property
    def exposures(self) -> pl.LazyFrame:
        """What reached customers before the analysis date and is no interaction (a sent e-mail), in log order.

        `EXPOSURES` are its columns; kinds and channels have names of their own, and the scope's kinds of event do not
        cut it: it is what they are counted against. No rows where the mapping ignores no kind of event.
        """
        if not self.log.has("exposures"):
            return _nothing("exposures")
        frame = self._of_customers(self.log.details.table("exposures"))
        if not self.scope.channels:
            return frame
        channel = pl.col("channel").cast(pl.String).str.to_lowercase()
        return frame.filter(channel.is_in([name.lower() for name in self.scope.channels]))

    @cached_property
    def deals(self) -> pl.LazyFrame:
        """The deals of a sales team: `DEALS`. No rows where no table of them is mapped.

        They have times of their own, which may lie outside the log's, and those of nobody known count: the scope cuts
        them by its customers only where it names some.
        """
        if not self.log.has("deals"):
            return _nothing("deals")
        frame = self.log.details.table("deals")
        if self.only is not None:
            return self.own(frame)
        if self.chosen is None:
            return frame
        return frame.filter(pl.col("customer").is_not_null(), pl.lit(self.chosen).gather(pl.col("customer")))

    def events_with(self, *names: str) -> pl.LazyFrame:
        """`events` with optional columns beside them, by the names of their meanings in a mapping (`session`, `page`).

        They are read from the files the first time somebody asks for them. A value is null where the event's table
        has no such column.

        Raises:
            QuestionError: No table of events has such a column.
        """
        for name in names:
            if not self.log.has(name):
                raise unmet(self.log, name)
        return self._scoped(pl.concat([self.log.events, self.log.details.columns(*names)], how="horizontal"))

    def _lines_of(self, role: str) -> pl.LazyFrame:
        """The order lines of the kinds of event that play a role."""
        if not self.log.has("items"):
            return _nothing("items")
        return self._scoped(self.log.details.table("items")).filter(one_of("event", self.log.kinds_of(role)))

    def _scoped(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The rows before the analysis date, of the scope's kinds, channels and customers."""
        frame = self._of_customers(frame)
        for column, names, known in (
            ("event", self.scope.events, self.log.kinds),
            ("channel", self.scope.channels, self.log.channels),
        ):
            if names:
                frame = frame.filter(one_of(column, as_spelled(column, names, known)))
        return frame

    def _of_customers(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The rows before the analysis date, of the scope's customers."""
        frame = self.own(frame)
        if self.as_of <= self.log.last_day:
            frame = frame.filter(pl.col("day") < self.day_number(self.as_of))
        if self.chosen is not None:
            frame = frame.filter(pl.lit(self.chosen).gather(pl.col("customer")))
        return frame

    @cached_property
    def reported(self) -> pl.LazyFrame:
        """The events of the range that is reported."""
        return self.within(self.events)

    def within(self, events: pl.LazyFrame) -> pl.LazyFrame:
        """Only the events of the range that is reported."""
        if self.since <= self.log.first_day:
            return events
        return events.filter(pl.col("day") >= self.day_number(self.since))

    @cached_property
    def transactions(self) -> pl.LazyFrame:
        """Events whose amount is revenue, in log order: orders, and refunds (negative) where refunds are netted."""
        return self.of_role(*self._money_roles)

    @cached_property
    def purchases(self) -> pl.LazyFrame:
        """Orders, one row each, in log order."""
        return self.of_role("purchase")

    @cached_property
    def refunds(self) -> pl.LazyFrame:
        """Refunds, amounts negative, in log order; none where the mapping ignores them."""
        return self.of_role("refund") if self.log.mapping.refunds == "net" else self.events.clear()

    def of_role(self, *roles: str) -> pl.LazyFrame:
        """Events of the kinds that play one of some roles, in log order; `Mapping.roles` tells which."""
        kinds = self.log.kinds_of(*roles)
        rows, among = self.events, self.log.kinds
        if self.log.transactions is not None and self.only is None and set(roles) <= set(TRANSACTIONS):
            rows, among = self._scoped(self.log.transactions), self.log.kinds_of(*TRANSACTIONS)
        if set(kinds) == set(among):
            return rows
        return rows.filter(one_of("event", kinds)) if kinds else rows.clear()

    @property
    def is_purchase(self) -> pl.Expr:
        """Whether an event is an order."""
        return one_of("event", self.log.kinds_of("purchase"))

    @property
    def is_money(self) -> pl.Expr:
        """Whether an event is one of `transactions`."""
        return one_of("event", self.log.kinds_of(*self._money_roles))

    @property
    def _money_roles(self) -> tuple[str, ...]:
        return TRANSACTIONS if self.log.mapping.refunds == "net" else ("purchase",)

    def money(self, ten_thousandths: pl.Expr) -> pl.Expr:
        """An amount of the log in whole currency; unknown, not zero, where the files hold no amounts."""
        # Polars multiplies by the reciprocal: 299060.17 would be 299060.17000000004 in some rows.
        return (ten_thousandths / 10_000).round(4) if self.log.has_money else pl.lit(None, dtype=pl.Float64)

    @property
    def is_active(self) -> pl.Expr:
        """Whether an event is the customer's own doing, by the mapping's activity; a refund never is."""
        refunds = self.log.kinds_of("refund")
        active = (kind for kind in self.log.kinds if self.log.activity(kind).kind == "active" and kind not in refunds)
        return one_of("event", tuple(active))

    def own(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The rows of the one customer this is about, or all rows."""
        if self.only is None:
            return frame
        if isinstance(self.only, int):
            return frame.filter(pl.col("customer") == self.only)
        return frame.join(self.only, on="customer", how="semi", maintain_order="left")

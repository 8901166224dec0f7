"""The events that a parameter names: a kind, a role, any kind, or orders where nothing is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.eventlog.conditions import as_spelled, one_of

if TYPE_CHECKING:
    import polars as pl

    from queries.data.data import Data


@dataclass(frozen=True)
class NamedEvents:
    """Events of some kinds.

    Attributes:
        kinds: The kinds of event; None is every kind.
        words: What they are called in a sentence.
    """

    kinds: tuple[str, ...] | None
    words: str

    def among(self, events: pl.LazyFrame) -> pl.LazyFrame:
        """Those of some events that are such."""
        return events if self.kinds is None else events.filter(one_of("event", self.kinds))


def events_named(data: Data, name: str | None) -> NamedEvents:
    """The events of a kind, of a role, or of `any` kind, looked for in this order and in any case.

    Args:
        data: The scoped data.
        name: What they are called; None is orders, or events of any kind where these data have no orders.

    Raises:
        UsageError: There is no such event.
    """
    kinds, orders = data.log.kinds, data.log.kinds_of("purchase")
    any_kind = NamedEvents(None, "event of any kind")
    if name is None:
        return NamedEvents(orders, "purchase") if orders else any_kind
    if name.casefold() in {kind.casefold() for kind in kinds}:
        spelled = as_spelled("event", (name,), kinds)
        return NamedEvents(spelled, spelled[0])
    if name.casefold() == "any":
        return any_kind
    return NamedEvents(data.log.kinds_of(name.casefold()) or as_spelled("event", (name,), kinds), name.casefold())

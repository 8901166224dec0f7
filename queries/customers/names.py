"""The names that conditions and rules about customers of a log may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import HISTORY
from queries.rules.names import FIGURE_KINDS, Names, holds

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog


def names_of(log: EventLog) -> Names:
    """The names of a log that was built; without a history there are no figures of customers."""
    types = log.customers.select(log.attributes).collect_schema()
    return Names({name: holds(dtype) for name, dtype in types.items()}, FIGURE_KINDS if log.has(HISTORY) else {})

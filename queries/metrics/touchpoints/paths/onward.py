"""A step further: the same question of the visits that made a move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries.dimensions.steps import parted, written
from queries.metrics.touchpoints.paths.walks import ENTRY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

ANY = "any"


def further(data: Data, row: Mapping[str, Any], start: str | None, end: str | None, by: str) -> dict[str, Any] | None:
    """The parameters that follow the visits that made the row's move: its events are the start, or the end, then.

    Where steps count back from an end, it goes a step further back. What lies between is any event, so that the visits
    are exactly those of the row.

    Returns:
        Parameters by name; None where a name cannot be written as an event.
    """
    ends = [_event(data, str(row[name]), by) for name in ("from", "to")]
    if None in ends:
        return None
    came, went = (event or "" for event in ends)
    step = int(row["step"])
    if end and not start:
        between = [went, *[ANY] * (step - 2)] if step > 1 else []
        return {"end": written([came, *between, *parted(end)])}
    if start:
        return {"start": written([*parted(start), *([*[ANY] * (step - 2), came] if step > 1 else []), went])}
    return {"start": written([ENTRY, *[ANY] * (step - 1), came, went])}


def _event(data: Data, name: str, by: str) -> str | None:
    """A place as an event is written; None where that cannot be."""
    if set(name) & set("[],") and by != "page":
        return None
    if by != "page" or name in data.log.kinds:
        return name
    return None if "]" in name or name.endswith("*") else f"{ANY}[page={name}]"

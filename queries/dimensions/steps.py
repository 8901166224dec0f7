"""Events as they are written where several can be named: kinds, each with a condition where one is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import polars as pl

from queries.dimensions.named import events_named
from queries.errors import UsageError
from queries.eventlog.conditions import one_of
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.data.data import Data

FIELDS = ("channel", "item", "page")
"""What a condition can be on."""
EXAMPLE = mark("Write events with commas between, each with a condition or without: page_view[page=/cart],purchase.")

_WRITTEN = re.compile(r"\s*(?P<event>[^\[\],]+?)\s*(?:\[\s*(?P<field>\w+)\s*=\s*(?P<value>[^\]]+?)\s*\])?\s*(?:,|$)")
_COMMONEST = 2_000
"""So many values a mistyped one is compared with."""


@dataclass(frozen=True)
class Step:
    """One step: events of some kinds, with a value of one column where a condition says so.

    Attributes:
        kinds: The kinds of event; None is every kind.
        words: What it is called.
        field: The column of the condition; None is no condition.
        values: The values that meet it, as the data spell them.
    """

    kinds: tuple[str, ...] | None
    words: str
    field: str | None = None
    values: tuple[str, ...] = ()

    @property
    def is_met(self) -> pl.Expr:
        """Whether an event is such; never null."""
        kind = pl.col("event").is_not_null() if self.kinds is None else one_of("event", self.kinds)
        if self.field is None:
            return kind
        few = len(self.values) <= 8
        value = one_of(self.field, self.values) if few else pl.col(self.field).is_in(list(self.values))
        return (kind & value).fill_null(value=False)

    def overlaps(self, other: Step) -> bool:
        """Whether one event can be both."""
        kinds = self.kinds is None or other.kinds is None or set(self.kinds) & set(other.kinds)
        apart = self.field is not None and self.field == other.field and not set(self.values) & set(other.values)
        return bool(kinds) and not apart


def read_steps(data: Data, text: str) -> tuple[Step, ...]:
    """The steps of a text like `page_view[page=/cart],purchase`; a value may end with * for what begins so.

    Raises:
        UsageError: It is not of that form, or there is no such event, channel, page or item.
        QuestionError: The data tell no page or item of events.
    """
    return tuple(_step(data, found["event"], found["field"], found["value"]) for found in _found(text))


def parted(text: str) -> tuple[str, ...]:
    """The steps of a text, each as it is written there; whether the data have them is not looked at.

    Raises:
        UsageError: It is not of that form.
    """
    return tuple(found[0].strip().removesuffix(",").rstrip() for found in _found(text))


def written(steps: Iterable[str]) -> str:
    """Steps, each as it is written, as one text."""
    return ",".join(steps)


def _found(text: str) -> list[re.Match[str]]:
    """The steps of a text, read but not looked for."""
    steps, at = [], 0
    while at < len(text):
        found = _WRITTEN.match(text, at)
        if found is None:
            raise UsageError(say("“{text}” are no steps.", text=text), EXAMPLE)
        steps.append(found)
        at = found.end()
    return steps


def columns_of(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The optional columns of events that conditions are on, each once."""
    return tuple(dict.fromkeys(step.field for step in steps if step.field and step.field != "channel"))


def _step(data: Data, event: str, field: str | None, value: str | None) -> Step:
    """One step, spelled as the data spell it."""
    events = events_named(data, event)
    if field is None or value is None:
        return Step(events.kinds, events.words)
    if field.casefold() not in FIELDS:
        raise UsageError(
            say("A step has no {field}.", field=field),
            say("Its condition can be on {names}.", names=say(", ").join(FIELDS)),
        )
    field = field.casefold()
    values = _spelled(data, field, value)
    shown = values[0] if len(values) == 1 else value
    return Step(events.kinds, f"{events.words}[{field}={shown}]", field, values)


def _spelled(data: Data, field: str, value: str) -> tuple[str, ...]:
    """The values of a column that a person means, in any case."""
    known = _known(data, field)
    folded, wanted = known.str.to_lowercase(), value.lower()
    meant = folded.str.starts_with(wanted.removesuffix("*")) if wanted.endswith("*") else folded == wanted
    found = known.filter(meant)
    if found.is_empty():
        near = get_close_matches(value, known.head(_COMMONEST).to_list(), n=3)
        hint = (
            say("Did you mean {names}?", names=say(" or ").join(near))
            if near
            else say("A {field} may end with * for all that begin so.", field=field)
        )
        raise UsageError(say("There is no {field} “{value}” in these data.", field=field, value=value), hint)
    return tuple(found.to_list())


def _known(data: Data, field: str) -> pl.Series:
    """Every value of a column of events."""
    if field == "channel":
        return pl.Series(data.log.channels, dtype=pl.String)
    known: pl.Series = data.events_with(field).collect_schema()[field].categories  # type: ignore[attr-defined]
    return known

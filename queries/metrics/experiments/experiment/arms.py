"""Who was in which arm of a test, and from when on: told by a column, an attribute, kinds of event or a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from queries.customers.held_out import held_out_of
from queries.customers.telling import attributes_of
from queries.data.needs import unmet
from queries.errors import QuestionError, UsageError
from queries.eventlog.conditions import as_spelled, one_of
from queries.eventlog.details.model import EVENT
from queries.mapping.model import Meaning
from queries.question.periods import DAY_MS, EPOCH
from queries.wording import say

if TYPE_CHECKING:
    from datetime import date

    from queries.data.data import Data
    from queries.eventlog.model import EventLog

VARIANT, CONVERTED = Meaning.VARIANT.value, Meaning.CONVERTED.value
_ROWS = ("customer", "time", "day")


class Arms(NamedTuple):
    """Where the arms of a test come from.

    Attributes:
        rows: `customer`, `time`, `day`, `arm` (text) and `converted` (when, null where not): a row an exposure,
            sorted by customer, then time.
        words: What they are told by, in a sentence.
        dated: Whether the data say when a customer came into an arm; else it is the start of the reported range.
        outcome: Whether `converted` is told.
        as_drawn: Whether the sizes are those of a draw, so that there is no plan to hold them against.
    """

    rows: pl.LazyFrame
    words: str
    dated: bool = True
    outcome: bool = False
    as_drawn: bool = False


def arms_of(data: Data, name: str | None) -> Arms:
    """The arms that are named; without a name those of the column that is mapped as the variant.

    Args:
        data: The scoped data.
        name: A list with a hold-out, a customer attribute, or kinds of event with commas between.

    Raises:
        QuestionError: No column tells an arm and nothing is named, or a list has nobody held out.
        UsageError: Nothing is called so.
    """
    if name is None:
        return _of_column(data)
    listed = next((entry for entry in data.log.lists if entry.name.casefold() == name.strip().casefold()), None)
    if listed is not None:
        return _of_list(data, listed.name)
    attributes = {entry.casefold(): entry for entry in attributes_of(data)} if data.log.attributes else {}
    if name.strip().casefold() in attributes:
        return _of_attribute(data, attributes[name.strip().casefold()])
    return _of_events(data, tuple(filter(None, (part.strip() for part in name.split(",")))))


def _of_column(data: Data) -> Arms:
    """The column of the variant: of exposures, else of events."""
    if not data.log.has(VARIANT):
        missing = unmet(data.log, VARIANT)
        todo = say(
            "{todo} Or name an attribute, kinds of event or a list with a hold-out: --set arms=NAME.", todo=missing.todo
        )
        raise QuestionError(missing.what, todo)
    outcome = data.log.has(CONVERTED)
    names = (VARIANT, CONVERTED) if outcome else (VARIANT,)
    rows = data.events_with(*names) if _among_events(data.log) else data.exposures
    converted = pl.col(CONVERTED) if outcome else pl.lit(None, pl.Datetime("ms"))
    told = rows.filter(pl.col(VARIANT).is_not_null())
    arms = told.select(*_ROWS, arm=pl.col(VARIANT).cast(pl.String), converted=converted)
    return Arms(arms, say("Arms are told by the column mapped as variant."), outcome=outcome)


def _among_events(log: EventLog) -> bool:
    """Whether rows with a variant are events of the log; else they are exposures."""
    tables = [entry for entry in log.mapping.events if Meaning.VARIANT in entry.fields]
    kinds = {entry.fields[Meaning.EVENT].value for entry in tables}
    return bool(kinds & set(log.kinds)) or not log.has("exposures")


def _of_list(data: Data, name: str) -> Arms:
    """A list and those held out of it, from when it was frozen on."""
    listed = next(entry for entry in data.log.lists if entry.name == name)
    held = held_out_of(data.log, listed)
    if held is None:
        raise QuestionError(
            say("Nobody was held out of the list “{name}”, so there is nothing to compare it with.", name=name),
            say("Ask effect (--set list={name}), which compares it with customers like them.", name=name),
        )
    start = listed.saved.date() if listed.saved else data.since
    both = [
        pl.LazyFrame({"customer": one.customers}, schema={"customer": pl.UInt32}).with_columns(arm=pl.lit(one.name))
        for one in (listed, held)
    ]
    rows = data.customers.select("customer").join(pl.concat(both), on="customer", how="inner", maintain_order="left")
    words = say("The arms are the list “{name}” and those held out of it, from {start} on.", name=name, start=start)
    return Arms(_from(rows, data, start), words, dated=listed.saved is not None, as_drawn=True)


def _of_attribute(data: Data, name: str) -> Arms:
    """The values of an attribute, from the start of the reported range on."""
    rows = data.customers.select("customer", arm=pl.col(name).cast(pl.String)).filter(pl.col("arm").is_not_null())
    words = say(
        "The arms are the values of {name}; nothing says since when, so that all are read from {since} on.",
        name=name,
        since=data.since,
    )
    return Arms(_from(rows, data, data.since), words, dated=False)


def _of_events(data: Data, names: tuple[str, ...]) -> Arms:
    """Kinds of event, each an arm, from the first of them on; of the log, or those that the mapping ignores."""
    known = (*data.log.kinds, *(kind for kind, one in data.log.mapping.activity.items() if one.kind == "ignore"))
    spelled = as_spelled("event", names, known)
    if len(spelled) < 2:
        raise UsageError(
            say("“{names}” is one kind of event, and a test needs two arms.", names=names[0] if names else ""),
            say("Name several with commas between, a customer attribute, or a list with a hold-out."),
        )
    columns = [*EVENT][:4]
    parts = [
        frame.filter(pl.col("event").cast(pl.String).is_in(spelled)).select(
            *columns[:3], arm=pl.col("event").cast(pl.String)
        )
        for frame in (
            data.events.filter(one_of("event", tuple(k for k in spelled if k in data.log.kinds))),
            data.exposures,
        )
    ]
    rows = pl.concat(parts).sort("customer", "time", maintain_order=True)
    return Arms(
        rows.with_columns(converted=pl.lit(None, pl.Datetime("ms"))),
        say("The arms are the events {names}.", names=say(", ").join(spelled)),
    )


def _from(rows: pl.LazyFrame, data: Data, start: date) -> pl.LazyFrame:
    """Customers with their arm, in it from the first moment of a day on."""
    moment = pl.lit((start - EPOCH).days * DAY_MS).cast(pl.Datetime("ms"))
    day, never = pl.lit(data.day_number(start), dtype=pl.Int32), pl.lit(None, pl.Datetime("ms"))
    return rows.select("customer", time=moment, day=day, arm="arm", converted=never)

"""The event log: every interaction, one row each, coded and sorted by customer, then time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from queries.catalogue import CUSTOMERS, HISTORY
from queries.eventlog.details.model import Details
from queries.mapping.model import Activity, Mapping, Meaning
from queries.mapping.surveys import questions_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from queries.catalogue import Kind
    from queries.mapping.model import OwnSegment


EITHER = " or "
"""Between two things of which a question needs one."""
BRANDS = "brands"
"""What a question can need that the user names in the mapping file: who is talked about, by words."""


@dataclass(frozen=True)
class SetAside:
    """Rows that were left out or repaired, and why; shown wherever the data are described.

    `repaired` rows were kept after a change ("WEB" read as "web"); the others are not in the log. `decided` ones could
    have been read: the mapping says that they are no sale, an earlier state of an order, or told elsewhere, too.
    """

    table: str
    reason: str
    rows: int
    repaired: bool = False
    decided: bool = False


@dataclass(frozen=True)
class Check:
    """One thing that was looked for in the files when the log was built, and what was found.

    Attributes:
        check: What was looked for: `missing`, `exact_duplicates` …
        table: The table it was looked for in.
        column: The column, where it is about one.
        rows: How many rows have it.
        of: How many rows were looked at.
        example: One value or row that has it.
        treatment: What became of these rows.
    """

    check: str
    table: str
    column: str
    rows: int
    of: int
    example: str = ""
    treatment: str = ""


@dataclass(frozen=True)
class CustomerList:
    """Customers that somebody listed.

    Attributes:
        name: What the list is called; no two lists of a log differ only in case.
        customers: Their codes (u32), sorted, each once.
        unknown: How many ids of the list are not in these data.
        origin: Where it comes from, in words: the name of its file.
        saved: When it was frozen (UTC); None where it is a file of the user's own.
    """

    name: str
    customers: pl.Series
    unknown: int = 0
    origin: str = ""
    saved: datetime | None = None


@dataclass(frozen=True)
class EventLog:
    """The one thing every metric reads.

    Attributes:
        events: `customer` (u32 code), `time` (ms, in the data's time zone), `day` (i32, days from
            `first_day`), `event` (Enum), `channel` (Enum or null), `amount` (Int64, 1/10,000 of the
            currency, refunds negative) and the optional columns of `extras`; sorted by customer, then time.
        customers: `customer` (0, 1, 2 …), `id` as in the file, then `attributes`; sorted by `customer`.
        first_day: The day of the earliest event; of a log without any, the day its files were written.
        last_day: The day of the latest event; the same day where there is none.
        as_of: The analysis date by default: the day after `last_day`.
        rows: The number of events.
        size: The number of customers known.
        kinds: The kinds of event, as the Enum orders them.
        channels: The channels, as the Enum orders them.
        has_money: Whether any event has an amount; without, money is unknown, not zero.
        attributes: The names of the customer attributes.
        set_aside: What was left out or repaired, counted.
        checks: What was looked for in the files, and how often it was found.
        lists: Lists of customers, which no file of the log holds: they are put there when it is loaded.
        transactions: Orders and refunds by themselves, in the order of `events`, where they are the smaller part
            of it; None where they have to be looked for among the events.
        details: What the log does not hold itself (order lines, answers, exposures, optional columns of events),
            read when somebody asks for it.
        mapping: What the tables meant.
        title: What is open, for people ("shop.duckdb").
        key: The identity of files and mapping, for caches.
    """

    events: pl.LazyFrame
    customers: pl.LazyFrame
    first_day: date
    last_day: date
    rows: int
    size: int
    kinds: tuple[str, ...]
    channels: tuple[str, ...]
    has_money: bool
    attributes: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    mapping: Mapping
    title: str = ""
    key: str = ""
    checks: tuple[Check, ...] = ()
    lists: tuple[CustomerList, ...] = ()
    transactions: pl.LazyFrame | None = None
    details: Details = field(default_factory=Details, repr=False, compare=False)

    @property
    def as_of(self) -> date:
        """The analysis date by default, exclusive."""
        return self.last_day + timedelta(days=1)

    @cached_property
    def personal(self) -> dict[str, Kind]:
        """What is personal: attribute → kind, the customer's id as `id`; found out when it is first asked for."""
        from queries.privacy.detection import personal_in

        return personal_in(self.customers, self.attributes, self.size, self.mapping)

    @cached_property
    def names(self) -> pl.Series:
        """The names of customers, where a column holds names: free text is masked where they stand in it."""
        from queries.privacy.names import known_names

        return known_names(self.customers, self.personal)

    @property
    def rows_set_aside(self) -> int:
        """How many rows are not in the log."""
        return sum(entry.rows for entry in self.set_aside if not entry.repaired)

    def kinds_of(self, *roles: str) -> tuple[str, ...]:
        """The kinds of event in the log that play one of some roles, each once."""
        playing = (kind for role in roles for kind in self.mapping.roles.get(role, ()) if kind in self.kinds)
        return tuple(dict.fromkeys(playing))

    def has(self, need: str) -> bool:
        """Whether a question finds what it needs; costs nothing.

        Args:
            need: `customers`, a `history` or a `channel`; a role of events, `own segments`, `lists` of customers, or
                details by name: a table (`items`, `feedback`, `exposures`), an optional column of events (`session`), a
                `wave` of answers, or what a question of a survey asks (`nps`); or either of two (`page or item`).
        """
        if EITHER in need:
            return any(map(self.has, need.split(EITHER)))
        if need == HISTORY:
            return self.rows > 0 and all(Meaning.TIME in entry.fields for entry in self.mapping.events)
        if need == BRANDS:
            return bool(self.mapping.brands)
        if need == CUSTOMERS:
            return all(Meaning.CUSTOMER in entry.fields for entry in self.mapping.events)
        if need == Meaning.CHANNEL:
            return bool(self.channels)
        return bool(self.named(need) or self.kinds_of(need)) or self.asks(need) or self.details.has(need)

    def asks(self, what: str) -> bool:
        """Whether any column holds the answers to a question that asks this: `nps`, `csat`, `ces`, `rating`."""
        return any(question.asks == what for entry in self.mapping.events for question in questions_of(entry))

    def has_all(self, needs: Iterable[str]) -> bool:
        """Whether a question finds everything it needs."""
        return all(map(self.has, needs))

    def named(self, need: str) -> tuple[str, ...]:
        """The names of what the user brought to these data: of `own segments`, or of `lists`; none of a role."""
        beside: dict[str, tuple[OwnSegment | CustomerList, ...]] = {
            "own segments": self.mapping.segments,
            "lists": self.lists,
        }
        return tuple(entry.name for entry in beside.get(need, ()))

    def activity(self, kind: str) -> Activity:
        """Whether a kind of event is active or passive, and its weight; unlisted kinds are active, normal."""
        return self.mapping.activity.get(kind, Activity())

"""What to say where data lack what a question needs, and how to give it to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import CUSTOMERS, HISTORY
from queries.errors import QuestionError
from queries.eventlog.details.model import COLUMNS
from queries.eventlog.model import BRANDS, EITHER
from queries.privacy.naming import kind_by_name
from queries.rules.words import KEYWORDS
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.eventlog.model import EventLog


OWN_SEGMENTS, LISTS, CHANNEL = mark("own segments"), "lists", "channel"
"""What a question can need besides roles and details, as `EventLog.has` knows it."""

USUALLY = {CUSTOMERS: mark("a customer of each row"), HISTORY: mark("a date of each order or visit")}
"""What nearly every question needs, in words."""
CUSTOMERS_OR_HISTORY = f"{CUSTOMERS}{EITHER}{HISTORY}"
"""What a question needs that tells of customers or of time."""

_TABLES = {
    "items": (
        mark("order lines"),
        mark("Name their table under [items], or the column with the item under its [[events]],"),
    ),
    "feedback": (
        mark("scores or texts of customers"),
        mark("Name the column with the score or the text under its [[events]]"),
    ),
    "deals": (
        mark("deals (a table with a stage and an opening)"),
        mark("Name their table under [deals] (table, id, opened, stage; won and lost are values of the stage)"),
    ),
    "texts": (mark("texts of customers"), mark("Name the column with the text under its [[events]]")),
    "tickets": (
        mark("contacts with the service that say when they were answered or resolved"),
        mark(
            "Name the columns under their [[events]] (replied, resolved "
            "= “COLUMN”; of messages conversation, direction)"
        ),
    ),
    "exposures": (
        mark("exposures (sent e-mails, invitations)"),
        mark("Set their kinds of event to “ignore” under [activity]"),
    ),
}
"""The tables of details: what they are in words, and how a mapping file tells of them."""


CONTENT = f"csat{EITHER}rating"
"""Whether customers are content is told by how they rate things where nobody asked them."""
_ASKED = {
    CONTENT: mark("answers to how content customers are, and no ratings"),
    "nps": mark("answers to whether customers would recommend"),
    "csat": mark("answers to how content customers are"),
    "ces": mark("answers to how easy it was for customers"),
}
"""What a question of a survey asks, in words."""


def in_words(need: str) -> str:
    """What a question needs, as the catalogue says it."""
    words = {OWN_SEGMENTS: say("segments of your own in the mapping file"), LISTS: say("a list of customers")}
    words |= USUALLY | {name: what for name, (what, _) in _TABLES.items()}
    words |= _ASKED | {BRANDS: say("brands named in the mapping file")}
    if need == CUSTOMERS_OR_HISTORY:
        return say("{usually} or {usually2}", usually=say(USUALLY[CUSTOMERS]), usually2=say(USUALLY[HISTORY]))
    if _are_columns(need):
        return say("the {need} of events", need=need)
    return say(words[need]) if need in words else say("events that play the role {need}", need=need)


def _are_columns(need: str) -> bool:
    """Whether a need is an optional column of events, or either of two."""
    return all(name in (CHANNEL, *COLUMNS) for name in need.split(EITHER))


def unmet(log: EventLog, need: str) -> QuestionError:
    """The error about one thing that a log does not have (`EventLog.has`)."""
    if need == CUSTOMERS_OR_HISTORY:
        return unmet(log, CUSTOMERS)
    if need == HISTORY and log.rows:
        return QuestionError(
            say(
                "This needs {usually}; no column of {log} says when it was.",
                usually=say(USUALLY[need]),
                log=_event_tables(log),
            ),
            say("Ask sentiment, topics or csat, or open a file with a date in each row."),
        )
    if need == HISTORY:
        listed = log.mapping.customers.table if log.mapping.customers else log.title
        return QuestionError(
            say(
                "This needs {usually}; “{log}” has one row a customer.",
                usually=say(USUALLY[need]),
                log=_file(log, listed),
            ),
            say("Ask customers, profile, attribute or cross, or open a file with a row an order."),
        )
    if need == CUSTOMERS:
        asked = say("overview, growth, rhythm or cross") if log.has(HISTORY) else say("sentiment, topics or csat")
        return QuestionError(
            say(
                "This needs {usually}; no column of {log} says who it was.",
                usually=say(USUALLY[need]),
                log=_event_tables(log),
            ),
            say("Ask {asked}, or open a file that names a customer in each row.", asked=asked),
        )
    if need == OWN_SEGMENTS:
        return QuestionError(
            say("There are no segments of your own yet."),
            say("Write one into the mapping file and open it with --map: {log}", log=example(log)),
        )
    if need == LISTS:
        return QuestionError(
            say("There is no list of customers yet."),
            say(
                "Name one with --list FILE (one id a line), freeze a segment on the screen, or put it "
                "into the mapping file: [[segments]] name = “VIP” customers = “vip.csv”."
            ),
        )
    if need == BRANDS:
        return QuestionError(
            say("No brands are named yet."),
            say(
                "Name them in a mapping file, yours first, by the words of texts, and open it with "
                "--map: [brands] Acme = [“acme”, “艾克米”] Rival = [“rival”]."
            ),
        )
    if need in _TABLES:
        what, how = _TABLES[need]
        return QuestionError(
            say("These data hold no {what}, which this question needs.", what=say(what)),
            say("{how} in a mapping file and open it with --map.", how=say(how)),
        )
    if need in _ASKED:
        return QuestionError(
            say("These data hold no {asked}, which this question needs.", asked=say(_ASKED[need])),
            say(
                "Name the column under its [[events]] in a mapping file ([[events.questions]] column = "
                "“COLUMN” asks = “{either}”) and open it with --map.",
                either=need.split(EITHER)[0],
            ),
        )
    if _are_columns(need):
        written = EITHER.join(f"{name} = “COLUMN”" for name in need.split(EITHER))
        return QuestionError(
            say("These data do not tell the {need} of events, which this question needs.", need=need),
            say(
                "Name the column under its [[events]] in a mapping file ({written}) and open it with --map.",
                written=written,
            ),
        )
    return QuestionError(
        say("These data hold no {need} events, which this question needs.", need=need),
        say("Name them under [roles] in a mapping file ({need} = [“…”]) and open it with --map.", need=need),
    )


def missing(log: EventLog, needs: Iterable[str]) -> tuple[str, ...]:
    """What these data do not have of what a question needs, and nobody can bring on the way (a rule, a list)."""
    return tuple(need for need in needs if need not in (OWN_SEGMENTS, LISTS) and not log.has(need))


def _event_tables(log: EventLog) -> str:
    """The event tables, as people know them."""
    return say(" and ").join(f"“{_file(log, entry.table)}”" for entry in log.mapping.events)


def _file(log: EventLog, table: str) -> str:
    """A table as people know it: by its file, where the file is that table."""
    return log.title if log.title.partition(".")[0] == table else table


def example(log: EventLog) -> str:
    """A segment with a rule, as it is written, of names that these data have."""
    bought = log.kinds_of("purchase")
    rule = "orders >= 3 and days_since_last > 60" if bought else "interactions >= 3 and days_since_seen > 60"
    attribute = next((name for name in log.attributes if kind_by_name(name) is None), None)
    if not log.has(HISTORY):
        attribute, rule = attribute or next(iter(log.attributes), "NAME"), ""
    if attribute:
        plain = attribute.isidentifier() and attribute.casefold() not in KEYWORDS
        shown = attribute if plain else f"`{attribute}`"
        rule += f"{' and ' if rule else ''}{shown} is not missing"
    return f'[[segments]] name = "slipping" rule = "{rule}".'

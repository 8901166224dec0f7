"""Hold-outs: a part of a list, drawn at random, to whom nothing is done, so that it is seen what that does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from queries.formats.plurals import many
from queries.wording import say

if TYPE_CHECKING:
    import polars as pl

    from queries.eventlog.model import CustomerList, EventLog

SUFFIX = " held out"
"""Behind the name of a list: the list of those of it who were held out."""


def held_out_of(log: EventLog, listed: CustomerList) -> CustomerList | None:
    """The list of those who were held out of a list; None where nobody was."""
    name = f"{listed.name}{SUFFIX}".casefold()
    return next((entry for entry in log.lists if entry.name.casefold() == name), None)


class Drawn(NamedTuple):
    """Customers in two parts: those something is done to, and those held out; both in the order they came in."""

    treated: pl.Series
    held: pl.Series


def drawn(customers: pl.Series, share: float, name: str) -> Drawn:
    """Hold a share of some customers out, at random.

    Args:
        customers: Their codes, in any order, each once.
        share: Which share is held out, between 0 and 1; rounded to whole customers, never all of them.
        name: The name of their list, which the draw is seeded with: drawn again, it holds out the same ones.
    """
    size = min(round(len(customers) * share), max(len(customers) - 1, 0))
    places = customers.sort().sample(n=size, seed=seed_of(name))
    held = customers.is_in(places.implode())
    return Drawn(customers.filter(~held), customers.filter(held))


def told_of(log: EventLog, name: str) -> str:
    """What is said of a list that was just frozen, and of those held out of it, where anybody was."""
    listed = next(entry for entry in log.lists if entry.name.casefold() == name.strip().casefold())
    held, told = (
        held_out_of(log, listed),
        say("“{name}” is kept: {customers}", name=listed.name, customers=many(len(listed.customers), "customer")),
    )
    if held is None:
        return f"{told}."
    drawn_words = say(
        "{customers} held out at random",
        customers=many(len(held.customers), "customer was", "customers were"),
    )
    return say(
        "{told}; {drawn_words} (seed {name}), kept as “{name2}”.",
        told=told,
        drawn_words=drawn_words,
        name=seed_of(name),
        name2=held.name,
    )


def seed_of(name: str) -> int:
    """What a draw for a list of that name is seeded with."""
    return crc32(name.strip().casefold().encode("utf-8", "surrogatepass"))

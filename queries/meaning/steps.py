"""One purchase told by several kinds of event: placed, its lines, paid, fulfilled; and called off again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import number, time_ms, trimmed
from queries.eventlog.origin import order_of
from queries.mapping.correcting import playing_alone, with_entry
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Meaning
from queries.meaning.roles import purchase_rank, role_of
from queries.source.table import literal
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.meaning.interactions import Interactions
    from queries.meaning.values import TableValues

SAME = 0.5
"""So large a share of a kind's orders is told by another: then both tell of one purchase."""
CALLED_OFF = ("cancel", "canceled", "cancelled", "cancellation", "void", "voided", "storniert", "取消")
STRANGE = (0.2, 0.95)
"""Where this share of the refunds gives back orders of the file, the others are of sales that it does not hold."""
NEAR_S = 3_600
"""Steps of one purchase follow each other within an hour."""


@dataclass(frozen=True)
class Kind:
    """A kind of event that may be the purchase."""

    name: str
    rows: int
    orders: int
    rank: int


def one_of_each(
    connection: duckdb.DuckDBPyConnection, table: TableValues, one: Interactions
) -> tuple[Interactions, tuple[str, ...], list[Decision]]:
    """The table's kinds that are no purchase of their own, since another tells of the same ones.

    Returns:
        The table, with what calls purchases off; the kinds that are only steps; what was decided.
    """
    field = one.table.fields[Meaning.EVENT]
    if field.column is None:
        return one, (), []
    wanted = [kind for kind in one.kinds if role_of(kind) == "purchase" and purchase_rank(kind)]
    spent = _spent(connection, table, one, wanted)
    wanted = [kind for kind in wanted if kind not in spent]
    off = [kind for kind in one.kinds if any(word in kind.casefold() for word in CALLED_OFF)]
    if Meaning.ORDER not in one.table.fields:
        same, told = _by_moment(connection, table, one, wanted)
        return one, (*spent, *same), told
    kinds = _counted(connection, table, one, [*wanted, *off])
    bought = [kinds[name] for name in wanted if name in kinds and kinds[name].orders]
    decisions: list[Decision] = []
    steps: tuple[str, ...] = ()
    if len(bought) > 1:
        best = max(bought, key=lambda kind: (round(kind.orders / max(kind.rows, 1), 1), kind.rank, kind.orders))
        shared = {
            kind.name: _shared(connection, table, one, kind.name, best.name) for kind in bought if kind is not best
        }
        steps = tuple(name for name, share in shared.items() if share >= SAME)
        if steps:
            decisions.append(_told(one, best.name, steps))
    main = [kind.name for kind in bought if kind.name not in steps]
    decisions += _strange_refunds(connection, table, one, main)
    calling = tuple(
        name for name in off
        if name in kinds and main and max(_shared(connection, table, one, name, kind) for kind in main) >= SAME
    )  # fmt: skip
    if calling:
        one = one.telling(called_off=calling)
        decisions.append(_called(one, calling))
    return one, (*spent, *steps), decisions


def _spent(
    connection: duckdb.DuckDBPyConnection, table: TableValues, one: Interactions, wanted: list[str]
) -> tuple[str, ...]:
    """Kinds whose every amount is below zero: what the shop itself paid for is no purchase of its customers."""
    amount = one.table.fields.get(Meaning.AMOUNT)
    if amount is None or amount.column is None or len(wanted) < 2:
        return ()
    kind = trimmed(one.table.fields[Meaning.EVENT].column or "")
    paid = number(amount, table.columns[amount.column].type)
    sql = f"SELECT {kind}, max({paid}) FROM {table.head} WHERE {kind} IN ({', '.join(map(literal, wanted))}) GROUP BY 1"
    return tuple(name for name, most in connection.sql(sql).fetchall() if most is not None and most < 0)


def _strange_refunds(
    connection: duckdb.DuckDBPyConnection, table: TableValues, one: Interactions, main: list[str]
) -> list[Decision]:
    """Refunds of which some give back orders that the file holds, and others orders that it does not."""
    back = [kind for kind in one.kinds if role_of(kind) == "refund"]
    if not back or not main:
        return []
    shares = [max(_shared(connection, table, one, kind, bought) for bought in main) for kind in back]
    known = min(shares)
    if not STRANGE[0] <= known <= STRANGE[1]:
        return []
    name, listed = one.table.table, ", ".join(f"“{kind}”" for kind in back)
    options = (
        Option("net", say("refunds subtracted"), partial(replace, refunds="net")),
        Option("ignore", say("refunds left out"), partial(replace, refunds="ignore")),
    )
    words = say("Refunds ({listed}) of {name} are subtracted from revenue.", listed=listed, name=name)
    strange = say(
        "{value:.0%} of the refunds ({listed}) of {name} give back orders that it does not hold",
        value=1 - known,
        listed=listed,
        name=name,
    )
    question = say("{strange}: are they to be subtracted", strange=strange)
    reason = say("{known:.0%} of them give back orders of the file", known=known)
    return [Decision(f"{name}.refunds", "money", name, words, options, reason, question)]


def _counted(
    connection: duckdb.DuckDBPyConnection, table: TableValues, one: Interactions, names: list[str]
) -> dict[str, Kind]:
    """Rows and orders of each kind."""
    kind = trimmed(one.table.fields[Meaning.EVENT].column or "")
    listed = ", ".join(map(literal, names)) or "NULL"
    sql = (
        f"SELECT {kind} AS kind, count(*), count(DISTINCT {order_of(one.table)}) "
        f"FROM {table.head} "
        f"WHERE {kind} IN ({listed}) GROUP BY 1"
    )
    return {
        name: Kind(name, rows, orders, purchase_rank(name)) for name, rows, orders in connection.sql(sql).fetchall()
    }


def _shared(
    connection: duckdb.DuckDBPyConnection, table: TableValues, one: Interactions, kind: str, other: str
) -> float:
    """The share of a kind's orders that another kind tells of, too."""
    name, order = trimmed(one.table.fields[Meaning.EVENT].column or ""), order_of(one.table)
    rows = table.head
    theirs = f"SELECT {order} FROM {rows} WHERE {name} = {literal(other)} AND {order} IS NOT NULL"
    sql = (
        f"SELECT avg((id IN ({theirs}))::INTEGER) FROM (SELECT DISTINCT {order} AS id FROM {rows} "
        f"WHERE {name} = {literal(kind)} AND {order} IS NOT NULL)"
    )
    return float(connection.sql(sql).fetchall()[0][0] or 0.0)


def _by_moment(
    connection: duckdb.DuckDBPyConnection, table: TableValues, one: Interactions, wanted: list[str]
) -> tuple[tuple[str, ...], list[Decision]]:
    """Without orders: a kind most of whose events come within an hour of a plainer one of the same customer."""
    best = max((purchase_rank(kind) for kind in wanted), default=0)
    plainest = [kind for kind in wanted if purchase_rank(kind) == best]
    if len(plainest) < 2 or not {Meaning.CUSTOMER, Meaning.TIME} <= set(one.table.fields):
        return (), []
    first, *others = plainest
    time, customer = one.table.fields[Meaning.TIME], trimmed(one.table.fields[Meaning.CUSTOMER].column or "")
    when = time_ms(time, table.columns[time.column or ""].type, "UTC")
    name = trimmed(one.table.fields[Meaning.EVENT].column or "")
    steps = []
    for kind in others:
        rows = f"SELECT {customer} AS who, {when} AS at, {name} AS kind FROM {table.head}"
        near = f"abs(a.at - b.at) <= {NEAR_S * 1000}"
        sql = (
            f"WITH told AS ({rows}), mine AS (SELECT * FROM told WHERE kind = {literal(kind)}), "
            f"theirs AS (SELECT * FROM told WHERE kind = {literal(first)}) "
            "SELECT (SELECT count(*) FROM mine a "
            f"WHERE EXISTS (SELECT 1 FROM theirs b WHERE a.who = b.who AND {near})) "
            "/ nullif((SELECT count(*) FROM mine), 0)"
        )
        if float(connection.sql(sql).fetchall()[0][0] or 0.0) >= SAME:
            steps.append(kind)
    return tuple(steps), [_told(one, first, tuple(steps))] if steps else []


def _told(one: Interactions, best: str, steps: tuple[str, ...]) -> Decision:
    """Which kind is the purchase."""
    table = one.table.table
    options = tuple(
        Option(
            kind, f"“{kind}” is the purchase", partial(playing_alone, role="purchase", taken=kind, left=(best, *steps))
        )
        for kind in (best, *steps)
    )
    words = say(
        "“{best}” of {table} is the purchase; {names} tell of the same ones.",
        best=best,
        table=table,
        names=", ".join(f"“{step}”" for step in steps),
    )
    reason = (
        say("they share their orders") if Meaning.ORDER in one.table.fields else say("they are steps of one moment")
    )
    return Decision(f"{table}.purchase", "twice", table, words, options, reason)


def _called(one: Interactions, calling: tuple[str, ...]) -> Decision:
    """Which kinds call a purchase off."""
    table, listed = one.table.table, ", ".join(f"“{kind}”" for kind in calling)
    options = (
        Option("never", say("such orders are none"), partial(with_entry, table=table, called_off=calling)),
        Option("sale", say("such orders count"), partial(with_entry, table=table, called_off=())),
    )
    words = say("Orders of {table} with {listed} were called off and are no sales.", table=table, listed=listed)
    return Decision(
        f"{table}.called_off", "sale", table, words, options, say("its name says so, and it has their order")
    )

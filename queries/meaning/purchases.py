"""Kinds of event whose names say nothing (0, 1, 2) and amounts beside them: which of them is a purchase is asked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import number, trimmed
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Activity, Meaning
from queries.meaning.roles import purchase_rank
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping as Names
    from collections.abc import Sequence

    import duckdb

    from queries.mapping.model import Mapping
    from queries.meaning.interactions import Interactions
    from queries.meaning.values import TableValues

MOST = 6
"""So many kinds are offered, those with most money first."""

NONE = "none"


def ask_what_is_bought(
    connection: duckdb.DuckDBPyConnection,
    tables: Names[str, TableValues],
    events: Sequence[Interactions],
    mapping: Mapping,
) -> tuple[Mapping, list[Decision]]:
    """The mapping with the kind of event that carries most money as the purchase, and the question whether it is.

    Nothing is asked where a kind is called as purchases or refunds are, or no amount stands beside any.
    """
    if {"purchase", "refund"} & set(mapping.roles) or any(purchase_rank(kind) for one in events for kind in one.kinds):
        return mapping, []
    for one in events:
        kinds = _paid(connection, tables[one.table.table], one)
        if kinds:
            table, column = one.table.table, one.table.fields[Meaning.EVENT].column
            options = tuple(Option(kind, say("“{kind}” is", kind=kind), partial(_bought, kind=kind)) for kind in kinds)
            none = Option(NONE, say("none is"), _bought)
            words = say(
                "“{kinds}” in “{column}” of {table} is taken for a purchase: most money stands beside it.",
                kinds=kinds[0],
                column=column,
                table=table,
            )
            reason = say("no kind of event is called as a purchase is, and amounts stand beside them")
            question = say("Which kind of event in “{column}” of {table} is a purchase", column=column, table=table)
            decision = Decision(
                f"{table}.purchase", "sale", table, words, (*options, none), reason, question, always=True
            )
            return options[0].change(mapping), [decision]
    return mapping, []


def _bought(mapping: Mapping, kind: str = "") -> Mapping:
    """The mapping with one kind of event as the purchase, or none; what was one before is a kind like others again."""
    before = {name: Activity() for name in mapping.roles.get("purchase", ())}
    others = {role: names for role, names in mapping.roles.items() if role != "purchase"}
    if not kind:
        return replace(mapping, roles=others, activity=mapping.activity | before)
    weight = {kind: Activity("active", 100.0)}
    return replace(mapping, roles=others | {"purchase": (kind,)}, activity=mapping.activity | before | weight)


def _paid(connection: duckdb.DuckDBPyConnection, table: TableValues, one: Interactions) -> list[str]:
    """The kinds of event with amounts beside them, those with most money first."""
    fields = one.table.fields
    money = fields.get(Meaning.AMOUNT) or fields.get(Meaning.PRICE)
    event = fields[Meaning.EVENT].column
    if money is None or money.column is None or event is None:
        return []
    amount = number(money, table.columns[money.column].type)
    sql = (
        f"SELECT {trimmed(event)} AS kind, sum(abs({amount})) AS worth FROM {table.head} "
        f"GROUP BY 1 HAVING kind IS NOT NULL AND worth > 0 ORDER BY worth DESC, kind LIMIT {MOST}"
    )
    return [str(kind) for kind, _ in connection.sql(sql).fetchall()]

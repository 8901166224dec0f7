"""Conditions of a mapping: SQL that somebody wrote, believed only where it is one expression about a row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from queries.errors import MappingError, RegularsError
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.mapping.model import EventTable
    from queries.source import Source, Table

_ADVICE = mark("Write one expression about the columns of a row, like status = 'paid'.")


def check_conditions(source: Source, table: Table, event: EventTable, where: str) -> None:
    """Raise a MappingError at the first condition of an event table that its table cannot answer.

    Args:
        source: The opened files.
        table: The event table as it is in them.
        event: What the mapping says of it.
        where: What errors call the event table's place in the mapping.
    """
    for key, condition in (("where", event.where), ("refund", event.refund)):
        if condition is None:
            continue
        about = say("{where}.{key} is no condition on {name}", where=where, key=key, name=table.name)
        if wrong := _no_expression(source, condition):
            raise MappingError(f"{about}: {wrong}.", _ADVICE)
        try:
            source.query(f"SELECT 1 FROM {table.sql} WHERE ({condition}\n) LIMIT 0")
        except RegularsError as error:
            raise MappingError(f"{about}: {error.what}") from error


def _no_expression(source: Source, condition: str) -> str:
    """Why a text is not exactly one expression about the row it is asked of; empty where it is.

    DuckDB's own parser decides; nothing is run. It has to be one without brackets around it, where `a) OR (b` is none,
    and with them, where `a FROM b` is none and `a, b` is several.
    """
    written = [f"SELECT {condition}\n", f"SELECT ({condition}\n)"]
    texts = source.query("SELECT json_serialize_sql(unnest(?::VARCHAR[])) AS parsed", [written])["parsed"]
    try:
        for parsed in map(json.loads, texts):
            if parsed["error"]:
                return say("DuckDB says “{names}”", names=" ".join(parsed["error_message"].split()))
            if [len(one["node"].get("select_list", ())) for one in parsed["statements"]] != [1]:
                return say("it is more than one expression")
            classes = set(_classes(parsed))
            if "SUBQUERY" in classes:
                return "it asks something else than the row (SELECT, FROM, VALUES or ANY)"
            if "PARAMETER" in classes:
                return say("it has a place for a value ($1 or ?)")
    except RecursionError:
        return say("its brackets and operators are too deep inside each other")
    return ""


def _classes(parsed: Any) -> Iterator[str]:
    """The classes of all expressions in a parsed question."""
    nodes = [parsed]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            if isinstance(kind := node.get("class"), str):
                yield kind
            nodes += node.values()
        elif isinstance(node, list):
            nodes += node

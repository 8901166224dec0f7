"""Purchases without amounts: a log of items that looks like baskets, which only a person can say were bought."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.mapping.correcting import changed
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Activity, Field, Meaning
from queries.meaning.kinds import kind_of
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.mapping.model import Mapping
    from queries.meaning.draft import Draft

SEVERAL = 1.2
"""So many lines a customer and moment make a basket."""


def ask_about_baskets(draft: Draft) -> None:
    """Ask whether rows that name an item and no amount are purchases, where no name says what they are."""
    event = draft.fields[Meaning.EVENT]
    kind = event.value
    named = kind is None or kind_of(draft.table.name, has_amount=False, has_order=False)[2] != say(UNNAMED)
    priced = not {Meaning.AMOUNT, Meaning.PRICE}.isdisjoint(draft.fields)
    if named or priced or Meaning.ITEM not in draft.fields or not _together(draft):
        return
    table = draft.table.name
    moment = Field(column=draft.column(Meaning.TIME)) if Meaning.ORDER not in draft.fields else None
    bought = Option("purchase", say("those of one moment a purchase"), partial(_bought, table=table, moment=moment))
    plain = Option(
        kind or "", say("none of them a purchase"), partial(changed, table=table, meaning="event", field=event)
    )
    words = say("Rows of {table} are of the kind “{kind}”, which is no purchase.", table=table, kind=kind)
    question = say("Is a row of {table}, which names an item and no amount, a purchase", table=table)
    reason = say("several items stand at one moment of a customer, as in a basket")
    draft.decisions.append(Decision(draft.name("event"), "sale", table, words, (plain, bought), reason, question))


UNNAMED = mark("one kind of event, called as the table is")
"""What is said of a table whose name tells of no kind of event."""


def _together(draft: Draft) -> bool:
    """Whether customers have several rows at one moment."""
    customer, time = draft.column(Meaning.CUSTOMER), draft.column(Meaning.TIME)
    if not customer or not time:
        return False
    sql = f"SELECT count(*) / count(DISTINCT ({trimmed(customer)}, {trimmed(time)})) FROM {draft.table.head}"
    return float(draft.connection.sql(sql).fetchall()[0][0] or 0.0) >= SEVERAL


def _bought(mapping: Mapping, table: str, moment: Field | None) -> Mapping:
    """The mapping in which the rows of a table are purchases; without an order, those of one moment are one."""
    mapping = changed(mapping, table, "event", Field(value="purchase"))
    mapping = mapping if moment is None else changed(mapping, table, "order", moment)
    roles = {**mapping.roles, "purchase": tuple(dict.fromkeys([*mapping.roles.get("purchase", ()), "purchase"]))}
    activity = {**mapping.activity, "purchase": Activity("active", 100.0)}
    return replace(mapping, roles=roles, activity=activity)

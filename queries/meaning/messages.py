"""Messages in and out: which column says who wrote one, and which conversation it belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.mapping.directions import directions
from queries.mapping.model import Field, Finding, Meaning
from queries.meaning.roles import is_enquiry
from queries.wording import say

if TYPE_CHECKING:
    from queries.meaning.draft import Draft
    from queries.meaning.values import Values

_CONVERSATION = re.compile(
    r"conversation|thread|ticket|\bcase\b|dialog|\bchat\b|session|enquiry|inquiry|会话|对话|工单|单号|gespräch|vorgang"
)
SUPPORT = "support"
MOST_WAYS = 8
"""A column of directions, or of who wrote, has so many different values at most."""
NEARLY = 0.9


def find_messages(draft: Draft) -> None:
    """The direction and the conversation of messages, by value and by name; only both together make contacts of them.

    What the service wrote is no interaction of a customer, and none of their texts.
    """
    own = {draft.column(Meaning.CUSTOMER), draft.column(Meaning.TIME), draft.column(Meaning.TEXT)}
    columns = [values for values in draft.table.columns.values() if values.name not in own]
    belongs = next((one for one in columns if _holds_several(one)), None)
    way = next((one for one in columns if one is not belongs and _tells_ways(draft, one)), None)
    if belongs is None or way is None:
        return
    taken = (belongs.name, way.name)
    draft.fields = {meaning: one for meaning, one in draft.fields.items() if one.column not in taken}
    kind = next((one for one in draft.kinds if len(draft.kinds) == 1 and is_enquiry(one)), SUPPORT)
    draft.fields[Meaning.EVENT], draft.kinds = Field(value=kind), (kind,)
    told = {
        Meaning.EVENT.value,
        *(one.meaning for one in draft.findings if one.field.column in (belongs.name, way.name)),
    }
    draft.findings = [one for one in draft.findings if one.meaning not in told]
    name = draft.table.name
    draft.findings.append(
        Finding(name, "event", Field(value=kind), 0.9, say("messages in and out, a conversation each"), (kind,))
    )
    for meaning, values, says in (
        (Meaning.CONVERSATION, belongs, say("name says conversation")),
        (Meaning.DIRECTION, way, say("values say who wrote")),
    ):
        draft.fields[meaning] = Field(column=values.name)
        reason = f"{says}; {values.sizes()}"
        draft.findings.append(Finding(name, meaning.value, draft.fields[meaning], 0.9, reason, values.samples))


def _holds_several(values: Values) -> bool:
    """Whether a column is called after conversations and several rows share one."""
    named = bool(_CONVERSATION.search(values.name.casefold().replace("_", " ")))
    return named and values.distinct > 1 and values.distinct < values.filled


def _tells_ways(draft: Draft, values: Values) -> bool:
    """Whether nearly all values of a column say in or out, and both are there."""
    if not 2 <= values.distinct <= MOST_WAYS:
        return False
    words, value = directions(values.name), f"lower({trimmed(values.name)})"
    counts = ", ".join(f"count(*) FILTER ({value} IN ({', '.join(map(repr, words[way]))}))" for way in ("in", "out"))
    came, went = draft.connection.sql(f"SELECT {counts} FROM {draft.table.head} WHERE {value} IS NOT NULL").fetchall()[
        0
    ]
    whole = draft.connection.sql(f"SELECT count(*) FROM {draft.table.head} WHERE {value} IS NOT NULL").fetchall()[0][0]
    return bool(came and went and came + went >= NEARLY * whole)

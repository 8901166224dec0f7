"""What was given back of an amount: the column that says it, and whether it is believable."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import money
from queries.mapping.correcting import with_fields
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Finding, Meaning
from queries.meaning.amounts import money_columns, standing_of
from queries.meaning.grain import is_once
from queries.meaning.money import number_field

if TYPE_CHECKING:
    from queries.meaning.draft import Draft

MUCH = 0.5
"""Where more than this share of the revenue was given back, somebody has to say so."""


def find_refunded(draft: Draft, *, beside: bool) -> None:
    """The column with what was given back of an amount, which is subtracted from it.

    Args:
        draft: The table so far.
        beside: Whether it may stand beside amounts; where refunds are rows of their own, it is only theirs.
    """
    if Meaning.AMOUNT not in draft.fields:
        return
    names = [name for name in draft.table.columns if name not in draft.used and standing_of(name) == "refunded"]
    for name in names:
        rivals = [one for one in money_columns(draft.table, draft.used) if one.column == name]
        if not rivals:
            continue
        field = number_field(draft.connection, draft.table, name, money=True)[0]
        once = is_once(draft, name) and not draft.fields[Meaning.AMOUNT].once
        field = Field(column=name, format=field.format, factor=draft.fields[Meaning.AMOUNT].factor, once=once)
        back = _share_of_revenue(draft, field)
        if back == 0.0 or not (beside or _instead(draft, field)):
            continue
        draft.fields[Meaning.REFUNDED] = field
        samples = draft.table.columns[name].samples
        reason = f"name says that it was given back; {back:.1%} of all amounts"
        draft.findings.append(Finding(draft.table.name, "refunded", field, 0.9, reason, samples))
        _decide_refunded(draft, field, back)
        return


def _decide_refunded(draft: Draft, field: Field, back: float) -> None:
    """What subtracting takes away, and whether that is believable."""
    table = draft.table.name
    net = partial(with_fields, table=table, fields={Meaning.REFUNDED: field})
    whole = partial(with_fields, table=table, fields={Meaning.REFUNDED: None})
    options = (
        Option("subtracted", f"“{field.column}” subtracted", net),
        Option("ignored", "nothing subtracted", whole),
    )
    words = f"“{field.column}” of {table} was given back: it is subtracted from what was paid."
    asked = f"Is “{field.column}” of {table}, {back:.0%} of all amounts, to be subtracted" if back > MUCH else ""
    reason = f"its name says so; it is {back:.1%} of all amounts"
    draft.decisions.append(Decision(draft.name("refunded"), "money", table, words, options, reason, asked))


def _instead(draft: Draft, field: Field) -> bool:
    """Whether what was given back stands only where there is no amount."""
    types = {name: values.type for name, values in draft.table.columns.items()}
    back = money(field, types[field.column or ""])
    paid = money(draft.fields[Meaning.AMOUNT], types[draft.column(Meaning.AMOUNT)])
    sql = f"SELECT count(*) FROM {draft.table.head} WHERE {back} <> 0 AND {paid} <> 0"
    return not draft.connection.sql(sql).fetchall()[0][0]


def _share_of_revenue(draft: Draft, field: Field) -> float:
    """How large a share of all amounts was given back."""
    types = {name: values.type for name, values in draft.table.columns.items()}
    back = money(field, types[field.column or ""])
    paid = money(draft.fields[Meaning.AMOUNT], types[draft.column(Meaning.AMOUNT)])
    sql = f"SELECT sum(abs({back}))::DOUBLE / nullif(sum({paid}), 0) FROM {draft.table.head}"
    return float(draft.connection.sql(sql).fetchall()[0][0] or 0.0)

"""What was given back of an amount: the column that says it, and whether it is believable."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import money, time_ms
from queries.mapping.correcting import with_fields
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Finding, Meaning
from queries.mapping.names import read_name
from queries.mapping.phrases import TIME_HEADS
from queries.meaning.amounts import money_columns, standing_of
from queries.meaning.grain import is_once
from queries.meaning.money import number_field
from queries.meaning.times import read_times
from queries.wording import say

if TYPE_CHECKING:
    from queries.meaning.draft import Draft

_GIVEN_BACK = frozenset(["refund", "refunded", "return", "returned", "chargeback"])
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
        when = _time_of_refunds(draft, field)
        if when:
            draft.fields[Meaning.REFUNDED_AT] = when
        samples = draft.table.columns[name].samples
        reason = say("name says that it was given back; {back:.1%} of all amounts", back=back)
        draft.findings.append(Finding(draft.table.name, "refunded", field, 0.9, reason, samples))
        _decide_refunded(draft, field, when, back)
        return


def _time_of_refunds(draft: Draft, field: Field) -> Field | None:
    """When it was given back: a column of times that its name calls so, filled where something was."""
    paid_at = draft.column(Meaning.TIME)
    named = [name for name in draft.table.columns if name != paid_at and given_back_at(name)]
    types = {name: values.type for name, values in draft.table.columns.items()}
    for name in named:
        times = read_times(draft.connection, draft.table, name)
        if times.share < 0.9 or times.question:
            continue
        when = Field(column=name, format=times.format)
        told = f"(({time_ms(when, types[name], 'UTC')}) IS NOT NULL)::INTEGER"
        back = money(field, types[field.column or ""])
        sql = f"SELECT avg({told}) FROM {draft.table.head} WHERE {back} <> 0"
        if float(draft.connection.sql(sql).fetchall()[0][0] or 0.0) >= 0.9:
            return when
    return None


def given_back_at(column: str) -> bool:
    """Whether a name says when something was given back."""
    words = read_name(column).stem
    return words[-1] in TIME_HEADS and not _GIVEN_BACK.isdisjoint(words)


def _decide_refunded(draft: Draft, field: Field, when: Field | None, back: float) -> None:
    """What subtracting takes away, and whether that is believable."""
    table = draft.table.name
    net = partial(with_fields, table=table, fields={Meaning.REFUNDED: field, Meaning.REFUNDED_AT: when})
    whole = partial(with_fields, table=table, fields={Meaning.REFUNDED: None, Meaning.REFUNDED_AT: None})
    options = (
        Option("subtracted", say("“{column}” subtracted", column=field.column), net),
        Option("ignored", say("nothing subtracted"), whole),
    )
    moment = say(" when it was given back (“{column}”)", column=when.column) if when else ""
    words = say(
        "“{column}” of {table} was given back: it is subtracted from what was paid{moment}.",
        column=field.column,
        table=table,
        moment=moment,
    )
    asked = (
        say(
            "Is “{column}” of {table}, {back:.0%} of all amounts, to be subtracted",
            column=field.column,
            table=table,
            back=back,
        )
        if back > MUCH
        else ""
    )
    reason = say("its name says so; it is {back:.1%} of all amounts", back=back)
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

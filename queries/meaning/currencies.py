"""Amounts in several currencies cannot be added up: which of them count is asked, a base amount is preferred."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.mapping.correcting import with_entry, with_fields
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Meaning
from queries.mapping.vocabulary import CURRENCIES
from queries.meaning.amounts import money_columns
from queries.meaning.grain import bought_rows
from queries.meaning.money import number_field
from queries.source.table import literal
from queries.wording import say

if TYPE_CHECKING:
    from queries.meaning.draft import Draft

NEARLY_ALL = 0.99
MOST = 5


def find_currencies(draft: Draft) -> None:
    """Decide what several currencies in one column of amounts mean: by a base amount, else by asking."""
    amount = draft.fields.get(Meaning.AMOUNT) or draft.fields.get(Meaning.PRICE)
    if amount is None or amount.column is None:
        return
    codes = _codes(draft, amount.column)
    if len(codes) < 2:
        return
    if _base(draft):
        return
    counted = sum(codes.values())
    first, rows = next(iter(codes.items()))
    table = draft.table.name
    options = tuple(
        Option(
            code, say("only amounts in {code}", code=code), partial(with_entry, table=table, where=_only(draft, code))
        )
        for code in codes
    )
    draft.parts["where"] = _only(draft, first)
    draft.currency = first
    listed = ", ".join(f"{code} {number:,}" for code, number in codes.items())
    words = say(
        "Only amounts in {first} of {table} count ({listed} rows): currencies cannot be added up.",
        first=first,
        table=table,
        listed=listed,
    )
    question = (
        ""
        if rows >= NEARLY_ALL * counted
        else say(
            "Amounts of {table} are in several currencies ({listed} rows): which of them count",
            table=table,
            listed=listed,
        )
    )
    draft.decisions.append(
        Decision(
            draft.name("currency"),
            "money",
            table,
            words,
            options[:MOST],
            say("several currencies stand in one column"),
            question,
            always=True,
        )
    )


def _codes(draft: Draft, amount: str) -> dict[str, int]:
    """Currency → rows, the commonest first: from their own column, else from the signs beside the amounts."""
    column = draft.column(Meaning.CURRENCY)
    if not column:
        named = draft.numbers.get(Meaning.AMOUNT) or draft.numbers.get(Meaning.PRICE)
        if named is None or len(named.currencies) < 2:
            return {}
        draft.fields[Meaning.CURRENCY] = Field(column=amount, format="sign")
        return dict(sorted(named.currencies, key=lambda one: (-one[1], one[0])))
    sql = (
        f"SELECT upper({trimmed(column)}) AS code, count(*) FROM {draft.table.head} "
        f"WHERE {trimmed(column)} IS NOT NULL AND {bought_rows(draft)} "
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20"
    )
    return {CURRENCIES.get(code.casefold(), code): rows for code, rows in draft.connection.sql(sql).fetchall()}


def _only(draft: Draft, code: str) -> str:
    """The condition on rows in one currency."""
    field = draft.fields[Meaning.CURRENCY]
    if field.format != "sign":
        return f"upper({trimmed(field.column or '')}) = {literal(code)}"
    signs = [sign for sign, known in CURRENCIES.items() if known == code]
    return " OR ".join(f"contains(lower({trimmed(field.column or '')}), {literal(sign)})" for sign in signs)


def _base(draft: Draft) -> bool:
    """Take the amount in one currency throughout, where a column holds it beside the amounts as they were paid."""
    rivals = [one for one in money_columns(draft.table, set()) if one.standing == "base"]
    if not rivals:
        return False
    own, column = draft.fields[Meaning.AMOUNT], rivals[0].column
    field, numbers = number_field(draft.connection, draft.table, column, money=True)
    if numbers.share < 0.9:
        return False
    field = Field(column=column, format=field.format, factor=own.factor, once=own.once)
    draft.fields[Meaning.AMOUNT], draft.numbers[Meaning.AMOUNT] = field, numbers
    paid = draft.fields.pop(Meaning.CURRENCY)
    draft.currency = None
    table = draft.table.name
    options = (
        Option(
            column,
            f"“{column}”",
            partial(with_fields, table=table, fields={Meaning.AMOUNT: field, Meaning.CURRENCY: None}),
        ),
        Option(
            own.column or "",
            f"“{own.column}”",
            partial(with_fields, table=table, fields={Meaning.AMOUNT: own, Meaning.CURRENCY: paid}),
        ),
    )
    words = say(
        "“{column}” of {table} is taken, which is in one currency; “{column2}” is in several.",
        column=column,
        table=table,
        column2=own.column,
    )
    draft.decisions.append(
        Decision(draft.name("amount.base"), "money", table, words, options, say("currencies cannot be added up"))
    )
    return True

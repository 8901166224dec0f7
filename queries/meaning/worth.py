"""What a row was worth: which column was paid, whether it counts once an order, and what was given back of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from queries.mapping.correcting import with_fields
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Finding, Meaning
from queries.mapping.names import fit
from queries.meaning.amounts import RANK, explained, is_of_line, is_of_order, money_columns, near, standing_of
from queries.meaning.grain import is_once, order_wide
from queries.meaning.money import number_field
from queries.meaning.prices import decide_price
from queries.meaning.units import as_minor
from queries.wording import say

if TYPE_CHECKING:
    from queries.mapping.model import Mapping
    from queries.meaning.amounts import Rival
    from queries.meaning.draft import Draft

MOST_RIVALS = 4


def find_amount(draft: Draft) -> None:
    """The amount of a row, with its rivals; a price needs a quantity, and alone it is the amount."""
    price, quantity = draft.column(Meaning.PRICE), draft.column(Meaning.QUANTITY)
    own = draft.column(Meaning.AMOUNT)
    taken = draft.used - {own, price}
    rivals = [one for one in money_columns(draft.table, taken) if one.possible]
    if price and quantity:
        rivals = [
            one
            for one in rivals
            if one.column != price and not (is_of_line(one.column) and fit(one.column, "price") >= 0.9)
        ]
    if not rivals:
        if own and RANK[standing_of(own)] <= 0:
            draft.fields.pop(Meaning.AMOUNT)
            draft.findings = [one for one in draft.findings if one.meaning != Meaning.AMOUNT.value]
        decide_price(draft)
        as_minor(draft)
        return
    rivals = rivals[:MOST_RIVALS]
    # The likeliest is looked at whole, once: how its numbers are written is read from every row.
    looked = (
        {own: (draft.fields[Meaning.AMOUNT], draft.numbers[Meaning.AMOUNT])} if Meaning.AMOUNT in draft.numbers else {}
    )
    fields = {
        one.column: looked.get(one.column)
        or number_field(draft.connection, draft.table, one.column, money=True, whole=one is rivals[0])
        for one in rivals
    }
    rivals = [one for one in rivals if fields[one.column][1].share >= 0.5]
    if not rivals:
        return
    best, told = _best(draft, rivals, {name: field for name, (field, _) in fields.items()})
    levels = {name: _leveled(draft, name, field) for name, (field, _) in fields.items()}
    draft.fields[Meaning.AMOUNT], draft.numbers[Meaning.AMOUNT] = levels[best.column], fields[best.column][1]
    _tell(draft, best)
    if not draft.fields[Meaning.AMOUNT].once:
        draft.fields.pop(Meaning.PRICE, None)
    as_minor(draft)
    _decide(draft, best, rivals, levels, told_apart=told)


def _best(draft: Draft, rivals: list[Rival], fields: dict[str, Field]) -> tuple[Rival, bool]:
    """The likeliest; of gross and net the one that was paid, and whether another column told them apart."""
    best = rivals[0]
    pair = {one.standing: one for one in reversed(rivals)}
    if best.standing in ("gross", "net") and {"gross", "net"} <= pair.keys():
        every = [one for one in money_columns(draft.table, set()) if one.column not in fields]
        for one in every[:6]:
            fields[one.column] = number_field(draft.connection, draft.table, one.column, whole=False)[0]
        gross, net = pair["gross"].column, pair["net"].column
        paid = explained(draft.connection, draft.table, fields, gross, net, every)
        if paid:
            return next(one for one in rivals if one.column == paid), True
    return best, False


def _leveled(draft: Draft, column: str, field: Field) -> Field:
    """The field, counted once where it is the order's."""
    once = is_once(draft, column) and not is_of_line(column)
    return Field(column=field.column, format=field.format, factor=field.factor, once=once)


def _tell(draft: Draft, best: Rival) -> None:
    """The finding of the amount, in place of what the names alone said."""
    draft.findings = [
        one for one in draft.findings if one.meaning not in ("amount", "price") or one.table != draft.table.name
    ]
    values = draft.table.columns[best.column]
    words = {
        "paid": say("name says what was paid"),
        "plain": say("name says amount"),
        "unknown": say("values have cents, as money has"),
    }.get(best.standing, say("name says {standing} amount", standing=say(best.standing)))
    sure = round(min(0.99, 0.5 + 0.1 * max(best.rank, 0.0)) * draft.numbers[Meaning.AMOUNT].share, 3)
    others = tuple(one.column for one in money_columns(draft.table, draft.used))[:5]
    reason = f"{words}; {values.sizes()}"
    field = draft.fields[Meaning.AMOUNT]
    draft.findings.append(Finding(draft.table.name, "amount", field, sure, reason, values.samples, others))


def _decide(draft: Draft, best: Rival, rivals: list[Rival], levels: dict[str, Field], *, told_apart: bool) -> None:
    """The rivals of the amount, and whether it counts once an order."""
    table, field = draft.table.name, draft.fields[Meaning.AMOUNT]
    levels[best.column] = field
    order = [best, *(one for one in rivals if one is not best)]
    if len(order) > 1:
        options = tuple(Option(one.column, f"“{one.column}”", _taking(draft, levels[one.column])) for one in order)
        second = order[1]
        levels_apart = is_once(draft, best.column) and not is_once(draft, second.column)
        told_apart = told_apart and {best.standing, second.standing} == {"gross", "net"}
        asked = near(best, second) and not levels_apart and not told_apart
        question = (
            say(
                "Is what was paid in “{column}” or in “{column2}” of {table}",
                column=best.column,
                column2=second.column,
                table=table,
            )
            if asked
            else ""
        )
        words = say("What was paid is in “{column}” of {table}.", column=best.column, table=table)
        reason = say(
            "its name says {best}, that of “{column}” {second}",
            best=_saying(best),
            column=second.column,
            second=_saying(second),
        )
        draft.decisions.append(Decision(draft.name("amount"), "money", table, words, options, reason, question))
    if is_once(draft, best.column):
        _decide_once(draft, best.column)


def _saying(rival: Rival) -> str:
    return {"unknown": "nothing", "plain": "amount", "other": say("something else")}.get(rival.standing, rival.standing)


def _taking(draft: Draft, field: Field) -> partial[Mapping]:
    """The change to another column of the amount."""
    return partial(with_fields, table=draft.table.name, fields={Meaning.AMOUNT: field})


def _decide_once(draft: Draft, column: str) -> None:
    """Money that is the same on all lines of an order: the order's, or that of each line."""
    table, field = draft.table.name, draft.fields[Meaning.AMOUNT]
    once = Field(column=column, format=field.format, factor=field.factor, once=True)
    each = Field(column=column, format=field.format, factor=field.factor)
    options = [
        Option("once", say("counted once an order"), _taking(draft, once)),
        Option("lines", say("added up over its lines"), _taking(draft, each)),
    ]
    lone = bool(order_wide(draft, [column]))
    clear = lone or is_of_order(column) or is_of_line(column)
    if not field.once:
        options.reverse()
    words = say(
        "“{column}” of {table} is the {value}'s: {words}.",
        column=column,
        table=table,
        value="order" if field.once else "line",
        words=options[0].words,
    )
    reason = say("it stands on one row of each order") if lone else say("it is the same on all lines of an order")
    question = (
        ""
        if clear
        else say(
            "Is “{column}” of {table}, the same on all lines of an order, the order's total", column=column, table=table
        )
    )
    draft.decisions.append(Decision(draft.name("once"), "row", table, words, tuple(options), reason, question))

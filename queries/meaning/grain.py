"""What one row is: an order, a line of one, a state of one, or the sum of several; found by what depends on what."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.mapping.correcting import with_entry, with_fields
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Finding, Meaning
from queries.mapping.names import read_name
from queries.meaning.columns import candidates
from queries.meaning.dependencies import dependencies
from queries.meaning.roles import role_of
from queries.meaning.times import could_be_time, read_times
from queries.source.table import literal
from queries.wording import say

if TYPE_CHECKING:
    from queries.meaning.draft import Draft
    from queries.meaning.sales import Said
    from queries.meaning.values import Values

STEADY, LONE = 0.98, 0.9
"""So large a share of the orders of several rows has one value of a column, or a value on one row only."""
MOST_TRIED = 5
SEVERAL = 5
"""So many orders have to stand on several rows to tell anything."""
_COUNTS = frozenset(["quantity", "count"])
_COUNT_NAMES = re.compile(
    r"((n|num|nr|no|number|total|cnt|count)_?(of_)?)?(orders|transactions|purchases|invoices|receipts|bookings|tickets)(_count)?"
    r"|(order|transaction|purchase)_?(count|cnt|num)|订单(数|量|数量)|购买次数|笔数|交易笔数|(anzahl_)?bestellungen"
)
_COUNTED = frozenset(["order", "transaction", "purchase", "invoice", "receipt", "sale"])


def find_order(draft: Draft) -> None:
    """Which column holds the order, by its name or by what depends on it, and what it tells about the others."""
    if Meaning.ORDER not in draft.fields:
        _order_by_values(draft)
    order = draft.column(Meaning.ORDER)
    if not order:
        return
    values = draft.table.columns[order]
    if not values.unique and values.distinct <= max(3, values.filled // 200):
        # Three values in a thousand rows are kinds of order, not orders.
        draft.fields.pop(Meaning.ORDER)
        draft.findings = [one for one in draft.findings if one.meaning != Meaning.ORDER.value]
        return
    if not values.unique:
        draft.order = dependencies(draft.connection, draft.table, order, _comparable(draft), bought_rows(draft))


def bought_rows(draft: Draft) -> str:
    """The condition on rows that are purchases, where a column says what each row is."""
    column = draft.column(Meaning.EVENT)
    bought = [kind for kind in draft.kinds if role_of(kind) == "purchase"]
    return f"{trimmed(column)} IN ({', '.join(map(literal, bought))})" if column and bought else "true"


def _comparable(draft: Draft) -> list[str]:
    """The columns whose values can be compared."""
    return [values.name for values in draft.table.columns.values() if values.kind != "other" and values.filled][:80]


def _order_by_values(draft: Draft) -> None:
    """The column that stands for an order by its values alone: customer and time are one for each of its values."""
    customer, time = draft.column(Meaning.CUSTOMER), draft.column(Meaning.TIME)
    people = draft.table.columns[customer].distinct if customer else 0
    free = [values for values in draft.table.columns.values() if values.name not in draft.used]
    for values in [one for one in free if _like_orders(one, people)][:MOST_TRIED]:
        fixed = [name for name in (customer, time) if name]
        told = dependencies(draft.connection, draft.table, values.name, fixed)
        if told.repeated >= SEVERAL and min(told.steady[name] for name in fixed) >= STEADY:
            reason = say("customer and time are one for each of its values; {sizes}", sizes=values.sizes())
            draft.fields[Meaning.ORDER] = Field(column=values.name)
            draft.findings.append(
                Finding(draft.table.name, "order", Field(column=values.name), 0.85, reason, values.samples)
            )
            return


def _like_orders(values: Values, people: int) -> bool:
    """Whether a column could hold orders: more of them than customers, fewer than rows."""
    if values.kind not in ("text", "number") or could_be_time(values) or (values.kind == "number" and not values.whole):
        return False
    long = sum(map(len, values.texts)) > 40 * len(values.texts)
    return not long and values.missing < 0.05 and people < values.distinct < 0.95 * values.filled


def find_states(draft: Draft, said: list[Said]) -> None:
    """Say so in the draft where rows are states of one order, of which the last one counts."""
    order = draft.order
    if order is None or order.repeated < max(SEVERAL, 0.2 * order.keys):
        return
    changing = [one for one in said if order.steady.get(one.status.column, 1.0) < 0.7]
    amount = draft.column(Meaning.AMOUNT)
    if not changing or (amount and order.steady.get(amount, 1.0) < 0.9):
        return
    version = _version(draft)
    if version is None:
        return
    draft.parts["latest"] = version
    table, column = draft.table.name, changing[0].status.column
    words = say(
        "Rows of {table} are states of an order: the last by “{column}” counts, at the time of the first.",
        table=table,
        column=version.column,
    )
    reason = say(
        "“{column}” changes within {repeated:,} of {keys:,} orders and the amount does not",
        column=column,
        repeated=order.repeated,
        keys=order.keys,
    )
    each = Option("rows", "each row an order", partial(with_entry, table=table, latest=None))
    last = Option("last", "the last state of each order", partial(with_entry, table=table, latest=version))
    draft.decisions.append(Decision(draft.name("row"), "row", table, words, (last, each), reason))


def _version(draft: Draft) -> Field | None:
    """The column that orders the states of an order: a time that changes within it, else a number that does."""
    order = draft.order
    assert order is not None, "asked only where rows share orders"
    moving = [
        values for values in draft.table.columns.values()
        if order.steady.get(values.name, 1.0) < 0.7 and values.missing < 0.05
    ]  # fmt: skip
    times = [values for values in moving if could_be_time(values)]
    if times:
        column = min(
            times, key=lambda one: (-bool({"valid", "updated"} & set(read_name(one.name).words)), one.name)
        ).name
        return Field(column=column, format=read_times(draft.connection, draft.table, column).format)
    numbers = [one for one in moving if {"version", "sequence", "revision"} & set(read_name(one.name).words)]
    return Field(column=numbers[0].name) if numbers and numbers[0].kind == "number" else None


def find_counts(draft: Draft) -> None:
    """Whether a row sums up several orders of a customer and a day: a column counts them."""
    for values in draft.table.columns.values():
        words = set(read_name(values.name).words)
        counts = (words & _COUNTS and words & _COUNTED) or _is_plural(values.name)
        if not counts or not values.whole or values.name in draft.used - {draft.column(Meaning.QUANTITY)}:
            continue
        if not _small_counts(values) or Meaning.ORDER in draft.fields or candidates(draft.table, "item"):
            continue
        field = Field(column=values.name)
        draft.fields[Meaning.ORDERS] = field
        draft.findings.append(Finding(draft.table.name, "orders", field, 0.85, say("counts orders"), values.samples))
        if draft.column(Meaning.QUANTITY) == values.name:
            draft.fields.pop(Meaning.QUANTITY)
        table = draft.table.name
        words_ = say("A row of {table} stands for as many orders as “{name}” says.", table=table, name=values.name)
        counted = partial(with_fields, table=table, fields={Meaning.ORDERS: Field(column=values.name)})
        single = partial(with_fields, table=table, fields={Meaning.ORDERS: None})
        options = (
            Option(values.name, say("so many orders a row"), counted),
            Option("rows", say("one order a row"), single),
        )
        reason = say(
            "“{name}” holds small whole numbers from {value:.0f} to {value2:.0f}",
            name=values.name,
            value=values.low or 0,
            value2=values.high or 0,
        )
        draft.decisions.append(Decision(draft.name("row"), "row", table, words_, options, reason))
        return


def _is_plural(name: str) -> bool:
    """Whether a name counts orders, transactions or purchases."""
    return bool(_COUNT_NAMES.fullmatch(name.strip().casefold().replace(" ", "_")))


def _small_counts(values: Values) -> bool:
    """Whether values count things: small whole numbers, few of them different."""
    numbers = [float(text) for text in values.texts if text.strip().replace(".", "", 1).isdigit()]
    return bool(numbers) and max(numbers) <= 500 and min(numbers) >= 0 and values.distinct <= 100 and max(numbers) > 1


def order_wide(draft: Draft, columns: list[str]) -> tuple[str, ...]:
    """Which of some columns stand on one row of their order only, and hold for all of them."""
    if draft.order is None or draft.order.repeated < SEVERAL:
        return ()
    return tuple(name for name in dict.fromkeys(columns) if draft.order.lone.get(name, 0.0) >= LONE)


def is_once(draft: Draft, column: str) -> bool:
    """Whether a column has one value an order, where orders stand on several rows."""
    return draft.order is not None and draft.order.repeated >= SEVERAL and draft.order.steady.get(column, 0.0) >= STEADY

"""What became of orders, decided: states that are no sale, value by value, and what was given back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import number, trimmed
from queries.eventlog.origin import no_sale
from queries.formats.plurals import many
from queries.mapping.correcting import restated, with_entry
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import ANY, NONE, OUTCOMES, Field, Meaning, Status
from queries.meaning.given_back import find_refunded
from queries.meaning.grain import find_counts, find_states, order_wide
from queries.meaning.roles import role_of
from queries.meaning.sales import find_statuses
from queries.source.table import literal
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.meaning.draft import Draft
    from queries.meaning.sales import Said, Told

WORDS = {
    "sale": mark("are sales"),
    "refund": mark("were given back in full and are no orders"),
    "never": mark("are no sales"),
    "later": mark("are not paid yet and no sales"),
}
"""What an outcome says of the rows."""

MOST = 0.6
"""A value of so large a share of the rows is that of sales: most orders are."""
IN_FULL = 0.95
"""So many orders of a value are given back whole where it says that nothing was kept."""


def find_outcomes(draft: Draft, steady: set[str]) -> None:
    """What counts as a sale, what was given back, and what a row is where its state changes."""
    # A column of the kinds of rows (sale, return) tells of them already; so does one that describes the customer.
    said = find_statuses(draft.connection, draft.table, draft.used, steady)
    find_states(draft, said)
    find_refunded(draft, beside=not _kept_apart(draft))
    find_counts(draft)
    said = [_in_full(draft, _by_amounts(draft, one)) for one in said]
    said = [_without_refunds(one) if _kept_apart(draft) else one for one in said]
    said = _telling(draft, said)
    draft.parts["statuses"] = tuple(one.status for one in said)
    for one in said:
        draft.decisions += [_decision(draft, one, told) for told in one.told if _matters(told)]
    _spread(draft)


def _telling(draft: Draft, said: list[Said]) -> list[Said]:
    """Without the columns that set no row aside that one before them does not: two that say the same are one."""
    kept: list[Said] = []
    for one in said:
        before = [status_reason for each in kept for status_reason in no_sale(each.status)]
        seen = " OR ".join(f"coalesce({condition}, false)" for condition, _ in before) or "false"
        own = " OR ".join(f"coalesce({condition}, false)" for condition, _ in no_sale(one.status)) or "false"
        sql = f"SELECT count(*) FROM {draft.table.head} WHERE ({own}) AND NOT ({seen})"
        if draft.connection.sql(sql).fetchall()[0][0] or any(told.outcome is None for told in one.told):
            kept.append(one)
    return kept


def _kept_apart(draft: Draft) -> bool:
    """Whether rows of their own give money back, so that a state of being refunded must not do so again."""
    return bool(draft.parts.get("refund")) or any(role_of(kind) == "refund" for kind in draft.kinds)


def _without_refunds(said: Said) -> Said:
    """A status whose refunded orders stay sales, since their refunds are rows of their own."""
    status = said.status
    told = tuple(replace(one, outcome="sale") if one.outcome == "refund" else one for one in said.told)
    return replace(said, status=replace(status, sale=(*status.sale, *status.refund), refund=()), told=told)


def _by_amounts(draft: Draft, said: Said) -> Said:
    """A status whose values that no list has are told by their rows: nothing was paid in any, or nearly all have it."""
    amount = draft.fields.get(Meaning.AMOUNT)
    told = []
    for one in said.told:
        if one.outcome is None and one.rows >= MOST * draft.table.rows:
            one = replace(one, outcome="sale")
        elif one.outcome is None and amount is not None and not _is_paid(draft, amount, said.status.column, one.value):
            one = replace(one, outcome="never")
        told.append(one)
    moved = {one.value: one.outcome for one in told if one.outcome}
    lists = {
        outcome: tuple(one.value for one in told if moved.get(one.value, "sale") == outcome) for outcome in OUTCOMES
    }
    plain = all(one.value not in (ANY, NONE) for one in told)
    return replace(said, told=tuple(told), status=Status(said.status.column, **lists)) if plain else said


def _in_full(draft: Draft, said: Said) -> Said:
    """A status whose refunded orders stay sales where only a part was given back, which another column tells."""
    told = tuple(
        replace(one, outcome="sale") if one.outcome == "refund" and _is_part(draft, said, one.value) else one
        for one in said.told
    )
    kept = {one.value for one in told if one.outcome == "refund"}
    sale = tuple(value for value in said.status.refund if value not in kept and value != ANY)
    refund = tuple(value for value in said.status.refund if value in kept)
    return replace(said, status=replace(said.status, sale=(*said.status.sale, *sale), refund=refund), told=told)


def _is_part(draft: Draft, said: Said, value: str) -> bool:
    """Whether less than was paid was given back of some rows of a value."""
    back, paid = draft.fields.get(Meaning.REFUNDED), draft.fields.get(Meaning.AMOUNT)
    if back is None or paid is None:
        return False
    given, whole = (number(one, draft.table.columns[one.column or ""].type) for one in (back, paid))
    state = trimmed(said.status.column)
    same = f"{state} IS NOT NULL" if value == ANY else f"{state} = {literal(value)}"
    sql = f"SELECT avg((abs({given}) >= 0.99 * {whole})::INTEGER) FROM {draft.table.head} WHERE {same}"
    return float(draft.connection.sql(sql).fetchall()[0][0] or 0.0) < IN_FULL


def _is_paid(draft: Draft, amount: Field, column: str, value: str) -> bool:
    """Whether anything was paid in the rows of a value."""
    read = number(amount, draft.table.columns[amount.column or ""].type)
    sql = f"SELECT count(*) FROM {draft.table.sql} WHERE {trimmed(column)} = {literal(value)} AND {read} <> 0"
    return bool(draft.connection.sql(sql).fetchall()[0][0])


def _matters(told: Told) -> bool:
    """Whether there is anything to decide about a value."""
    return told.outcome != "sale"


def _decision(draft: Draft, said: Said, told: Told) -> Decision:
    """One value of a status: what it means, what else it could mean."""
    table, column = draft.table.name, said.status.column
    taken = told.outcome or "sale"
    others = [outcome for outcome in ("sale", "never") if outcome != taken][: 1 if taken != "sale" else 2]
    options = tuple(
        Option(outcome, f"{_named(column, told.value)} {say(WORDS[outcome])}", _restating(said, told, table, outcome))
        for outcome in (taken, *others)
    )
    rows = many(told.rows, "row")
    words = say(
        "{column} {words} ({rows} of {table}).",
        column=_named(column, told.value),
        words=say(WORDS[taken]),
        rows=rows,
        table=table,
    )
    reason = say("its words say so") if told.outcome else say("no list of words has it")
    question = (
        ""
        if told.outcome
        else say(
            "Do {lower} count as sales ({rows} of {table})",
            lower=_named(column, told.value).lower(),
            rows=rows,
            table=table,
        )
    )
    value = {ANY: "any", NONE: "none"}.get(told.value, told.value)
    return Decision(draft.name(f"{column}.{value}"), "sale", table, words, options, reason, question)


def _restating(said: Said, told: Told, table: str, outcome: str) -> partial:  # type: ignore[type-arg]
    return partial(restated, table=table, column=said.status.column, value=told.value, outcome=outcome)


def _named(column: str, value: str) -> str:
    """The rows of a value in words."""
    if value == ANY:
        return say("Rows with a {column}", column=column)
    return (
        say("Rows without a {column}", column=column)
        if value == NONE
        else say("Rows whose {column} is “{value}”", column=column, value=value)
    )


def _spread(draft: Draft) -> None:
    """Columns that stand on one row of each order hold for all of them: its state, its currency, its total."""
    states = [status.column for status in draft.parts.get("statuses", ())]
    own = [draft.column(meaning) for meaning in (
        Meaning.AMOUNT, Meaning.CURRENCY, Meaning.CUSTOMER, Meaning.TIME, Meaning.CHANNEL, Meaning.REFUNDED,
    )]  # fmt: skip
    wide = order_wide(draft, [name for name in [*states, *own] if name])
    if wide:
        draft.parts["of_order"] = wide
        words = say(
            "Columns of {name} that stand on one row of each order hold for all of it: {names}.",
            name=draft.table.name,
            names=", ".join(wide),
        )
        keep = partial(with_entry, table=draft.table.name, of_order=wide)
        drop = partial(with_entry, table=draft.table.name, of_order=())
        options = (
            Option("order", say("they hold for the order"), keep),
            Option("row", say("they hold for their row"), drop),
        )
        reason = say("of the orders on several rows, hardly any has a second value")
        draft.decisions.append(Decision(draft.name("of_order"), "row", draft.table.name, words, options, reason))

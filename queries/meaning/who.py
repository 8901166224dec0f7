"""Which column says whose a row is: names first, then what the values allow, and who is nobody."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.mapping.correcting import changed
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Finding, Meaning
from queries.mapping.names import read_name
from queries.meaning.columns import EMAIL, NEAR, Candidate, candidates, counts_things
from queries.meaning.nobody import find_nobody
from queries.meaning.tables import offers
from queries.meaning.values import present
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.meaning.draft import Draft
    from queries.meaning.values import TableValues, Values

PHONE = r"\+?[\d\s()./-]{7,20}"
SPOILT = r"\d(\.\d+)?E\+\d+"
"""How a spreadsheet writes a long number that it has rounded."""

_EXACT_ROWS = 1_000_000
_FEW = 5
"""A column with so many times fewer values than another is no customer: it sells, stores or groups."""
MOST_RIVALS = 3
ONE, SEVERAL = 0.9, 5
"""So large a share of the orders on several rows, if there are so many, has one customer."""
BLIND = 0.5
"""How sure a column is at most whose name says nothing."""


def find_who(draft: Draft) -> None:
    """The column that says which customer a row belongs to, with its rivals; nothing where no column does."""
    ranked = _weighed(draft.table, offers(draft.table, "customer"))
    if not ranked:
        return
    best = _exact(draft.connection, draft.table, ranked[0])
    values = draft.table.columns[best.column]
    draft.fields[Meaning.CUSTOMER] = Field(column=best.column)
    others = tuple(one.column for one in ranked[1:])[:5]
    finding = Finding(
        draft.table.name,
        "customer",
        Field(column=best.column),
        round(best.confidence, 3),
        best.reason,
        values.samples,
        others,
    )
    draft.findings.append(finding)
    _decide(draft, best, ranked[1:])
    _spoilt(draft, values)
    find_nobody(draft, [one.column for one in ranked[1:]])
    if draft.column(Meaning.CUSTOMER) != best.column or draft.fields[Meaning.CUSTOMER].otherwise:
        # Guests decided it: their addresses name everybody.
        draft.decisions = [one for one in draft.decisions if one.id != draft.name("customer")]


def _weighed(table: TableValues, ranked: list[Candidate]) -> list[Candidate]:
    """The candidates, weighed by what their values say: addresses are people, few values are no customers."""
    most = max(
        (table.columns[one.column].distinct for one in ranked if not table.columns[one.column].unique), default=0
    )
    weighed = [replace(one, confidence=_weight(table.columns[one.column], one.confidence, most)) for one in ranked]
    return sorted(weighed, key=lambda one: -one.confidence)


def _weight(values: Values, confidence: float, most: int) -> float:
    """How likely a column is the customer, given the values and how many of them its rivals have."""
    if values.kind == "text" and values.share(EMAIL) >= 0.8:
        confidence = max(confidence, 0.82 - 0.2 * values.missing)
    elif {"phone"} & set(read_name(values.name).words) and values.share(PHONE) >= 0.8:
        confidence = max(confidence, 0.75)
    if counts_things(values):
        return confidence * 0.3
    if values.rows >= 50 and values.unique and most:
        return confidence * 0.6
    if most >= 20 and values.distinct * _FEW < most and values.distinct < 0.05 * values.filled:
        return confidence * 0.3
    return confidence


def _exact(connection: duckdb.DuckDBPyConnection, table: TableValues, best: Candidate) -> Candidate:
    """The number of customers is the first thing a person checks, so it is exact where that is quick."""
    values = table.columns[best.column]
    if values.exact or table.rows > _EXACT_ROWS:
        return best
    known = present(values.name, values.kind, values.type)
    counted = connection.sql(f"SELECT count(DISTINCT {known}) FROM {table.sql}").fetchall()[0][0]
    exact = replace(values, distinct=counted, exact=True)
    return replace(best, reason=best.reason.replace(values.sizes(), exact.sizes()))


def _decide(draft: Draft, best: Candidate, others: list[Candidate]) -> None:
    """The rivals of the customer: asked where the names are about as good, said where they are not."""
    rivals = [one for one in others if one.confidence >= 0.3][: MOST_RIVALS - 1]
    table = draft.table.name
    if best.confidence <= BLIND and not candidates(draft.table, "customer"):
        _ask(draft, [best, *rivals])
        return
    if not rivals:
        return
    taken = [best, *rivals]
    options = tuple(
        Option(
            one.column,
            f"“{one.column}”",
            partial(changed, table=table, meaning="customer", field=Field(column=one.column)),
        )
        for one in taken
    )
    close = best.confidence - rivals[0].confidence < NEAR and rivals[0].confidence >= 0.45
    question = (
        say(
            "Is the customer in “{column}” or in “{column2}” of {table}",
            column=best.column,
            column2=rivals[0].column,
            table=table,
        )
        if close
        else ""
    )
    words = say("“{column}” of {table} says who a customer is.", column=best.column, table=table)
    draft.decisions.append(Decision(draft.name("customer"), "who", table, words, options, best.reason, question))


def _ask(draft: Draft, rivals: list[Candidate]) -> None:
    """No name says who a row belongs to: a column whose values repeat as customers do, or nobody."""
    table, best = draft.table.name, rivals[0]
    options = [
        Option(
            one.column,
            f"“{one.column}”",
            partial(changed, table=table, meaning="customer", field=Field(column=one.column)),
        )
        for one in rivals
    ]
    options.insert(1, Option("nobody", "no customer", partial(changed, table=table, meaning="customer", field=None)))
    words = say("“{column}” of {table} is taken for the customer.", column=best.column, table=table)
    question = say("Does “{column}” of {table} say who the customer is", column=best.column, table=table)
    draft.decisions.append(Decision(draft.name("customer"), "who", table, words, tuple(options), best.reason, question))


def _spoilt(draft: Draft, values: Values) -> None:
    """Ids that a spreadsheet has rounded: several people share what is left of them."""
    if values.kind != "text" or values.share(SPOILT) < 0.02:
        return
    read = trimmed(values.name)
    sql = f"SELECT count(*), count(DISTINCT {read}) FROM {draft.table.sql} WHERE regexp_full_match({read}, '{SPOILT}')"
    rows, left = draft.connection.sql(sql).fetchall()[0]
    example = next((text for text in values.texts if "E+" in text), "")
    question = say(
        "A spreadsheet has rounded ids in “{name}” of {name2}: {rows:,} rows share {left:,} ids "
        "like {example}, behind which are more people. Can it be exported again with this column "
        "as text",
        name=values.name,
        name2=draft.table.name,
        rows=rows,
        left=left,
        example=example,
    )
    table = draft.table.name
    field = Field(column=values.name)
    asis = Option(
        "as_they_are", say("taken as they are"), partial(changed, table=table, meaning="customer", field=field)
    )
    words = say("Ids in “{name}” of {table} are rounded: people share them.", name=values.name, table=table)
    draft.decisions.append(
        Decision(draft.name("rounded"), "who", table, words, (asis,), say("a spreadsheet wrote them"), question)
    )


def one_an_order(draft: Draft) -> None:
    """An order is one customer's: a column with several values in it is not the customer, whatever its name says."""
    told = next((one for one in draft.decisions if one.id == draft.name("customer")), None)
    if told is None or draft.order is None or draft.order.repeated < SEVERAL:
        return
    steady = draft.order.steady
    kept = tuple(one for one in told.options if steady.get(one.key, 1.0) >= ONE)
    if not kept or kept == told.options:
        return
    draft.decisions.remove(told)
    draft.fields[Meaning.CUSTOMER] = Field(column=kept[0].key)
    if len(kept) > 1:
        words = say("“{key}” of {name} says who a customer is.", key=kept[0].key, name=draft.table.name)
        draft.decisions.append(replace(told, options=kept, words=words))

"""One event table, whole: every meaning its columns carry, with what speaks for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from queries.eventlog.expressions import trimmed
from queries.mapping.model import EventTable, Field, Finding, Meaning
from queries.mapping.names import read_name
from queries.meaning.amounts import money_columns
from queries.meaning.baskets import ask_about_baskets
from queries.meaning.became import find_outcomes
from queries.meaning.columns import Candidate, by_values, candidates, choose
from queries.meaning.costs import find_costs
from queries.meaning.currencies import find_currencies
from queries.meaning.draft import Draft
from queries.meaning.grain import find_order
from queries.meaning.kinds import kind_of
from queries.meaning.messages import find_messages
from queries.meaning.money import NUMERIC, find_money, number_field
from queries.meaning.outcomes import outcome_of
from queries.meaning.people import steady_columns
from queries.meaning.posts import find_posts
from queries.meaning.roles import familiar, role_of
from queries.meaning.service import find_service
from queries.meaning.surveys import find_questions, find_wave
from queries.meaning.tables import tells_nobody
from queries.meaning.touches import find_touches
from queries.meaning.trials import find_arms, is_outcome_of_test
from queries.meaning.when import find_when
from queries.meaning.who import find_who, one_an_order
from queries.meaning.worth import find_amount
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.decisions import Decision
    from queries.meaning.numbers import Numbers
    from queries.meaning.values import TableValues

_KINDS = 300
_WORTH = (Meaning.AMOUNT, Meaning.PRICE, Meaning.QUANTITY, Meaning.CURRENCY, Meaning.ORDER)
_OPTIONAL = (
    *_WORTH, Meaning.CHANNEL, Meaning.ITEM, Meaning.SESSION, Meaning.CAMPAIGN, Meaning.DURATION,
    Meaning.SCORE, Meaning.TEXT,
)  # fmt: skip
REVIEW = "review"
"""What the rows of texts are that nobody and no time belongs to."""
_WORTHLESS = frozenset(["visit", "page_view", "store_visit", "email", "support", "survey", REVIEW, "social_mention"])


@dataclass(frozen=True)
class Interactions:
    """One event table as guessed.

    Attributes:
        table: What the mapping says of it.
        findings: What speaks for each of its fields.
        kinds: The event kinds in it, the commonest first.
        currency: What its amounts are in, where it says so.
        decisions: What was decided about it, with its rivals.
        nobody: Ids in it that stand for nobody.
    """

    table: EventTable
    findings: tuple[Finding, ...]
    kinds: tuple[str, ...]
    currency: str | None = None
    decisions: tuple[Decision, ...] = ()
    nobody: tuple[str, ...] = ()

    def telling(self, **parts: Any) -> Interactions:
        """The same with other parts of the mapping's entry."""
        return replace(self, table=replace(self.table, **parts))


def read_interactions(connection: duckdb.DuckDBPyConnection, table: TableValues) -> Interactions:
    """Guess everything about one event table."""
    draft = Draft(connection, table)
    if tells_nobody(table):
        event = Finding(table.name, "event", Field(value=REVIEW), 0.9, say("texts of nobody and no time"), (REVIEW,))
        draft.kinds = (REVIEW,)
    else:
        find_who(draft)
        find_when(draft)
        # Without names to go by, what looks like money is offered as such: it will be asked anyway.
        blind = not candidates(table, "customer")
        event, draft.kinds = _event(connection, table, draft.used, blind)
    draft.fields[Meaning.EVENT] = event.field
    draft.findings.append(event)
    find_arms(draft)
    _name_the_rest(draft, event)
    if not _sells(draft):
        find_questions(draft)
        find_wave(draft)
        find_messages(draft)
        find_service(draft)
        find_posts(draft)
    else:
        find_order(draft)
        one_an_order(draft)
        find_amount(draft)
    ask_about_baskets(draft)
    takes_back = all(role_of(kind) == "refund" for kind in draft.kinds)
    money = find_money(connection, table, draft.fields, draft.numbers, takes_back)
    draft.findings += money.findings
    draft.parts["refund"], draft.currency = money.refund, money.currency
    if _sells(draft):
        find_costs(draft)
    customer = draft.column(Meaning.CUSTOMER)
    asked = {question.column for question in draft.parts.get("questions", ())}
    steady = steady_columns(connection, table, customer, draft.used | asked) if customer else ()
    if _sells(draft):
        find_currencies(draft)
        find_outcomes(draft, set(steady) if _comes_back(draft) else set())
    statuses = {status.column for status in draft.parts.get("statuses", ())}
    telling = (name for name in steady if not is_outcome_of_test(draft, name))
    draft.attributes = tuple(name for name in telling if name not in draft.used | statuses)
    find_touches(draft, statuses)
    return Interactions(
        draft.entry(), tuple(draft.findings), draft.kinds, draft.currency, tuple(draft.decisions), draft.nobody
    )


def _comes_back(draft: Draft) -> bool:
    """Whether customers have several orders: else what never changes for one may be their only order's."""
    order, customer = draft.column(Meaning.ORDER), draft.column(Meaning.CUSTOMER)
    if not order or not customer:
        return True
    return draft.table.columns[customer].distinct < 0.85 * draft.table.columns[order].distinct


def _sells(draft: Draft) -> bool:
    """Whether rows of the table are purchases, or some of them are."""
    return any(role_of(kind) in ("purchase", "refund") for kind in draft.kinds)


def _name_the_rest(draft: Draft, event: Finding) -> None:
    """What the other columns mean by their names."""
    chosen = choose(draft.table, draft.used, _meanings(event, draft.kinds))
    fields, numbers, findings = _fields(draft.connection, draft.table, chosen)
    draft.fields |= fields
    draft.numbers |= numbers
    draft.findings += findings
    if not _sells(draft):
        if Meaning.AMOUNT in draft.fields:
            draft.fields.pop(Meaning.PRICE, None)
        elif Meaning.PRICE in draft.fields and Meaning.QUANTITY not in draft.fields:
            draft.fields[Meaning.AMOUNT] = draft.fields.pop(Meaning.PRICE)
            draft.numbers[Meaning.AMOUNT] = draft.numbers.pop(Meaning.PRICE)


def _event(
    connection: duckdb.DuckDBPyConnection, table: TableValues, used: set[str], blind: bool
) -> tuple[Finding, tuple[str, ...]]:
    """The column that says what happened, or the one kind of event that the table holds."""
    ranked = choose(table, used, (Meaning.EVENT,)).get(Meaning.EVENT, [])
    for one in ranked:
        kinds = _kinds(connection, table, one.column)
        known = familiar(kinds)
        # A plain "type" may be anything; what its values are called decides. An order's row is no concert.
        sold = bool(candidates(table, "order")) and bool(candidates(table, "amount"))
        if kinds and (known >= 0.5 or (one.confidence >= 0.8 and (known > 0 or not sold))):
            values = table.columns[one.column]
            sure = max(one.confidence, 0.8 if known >= 0.5 else 0.0)
            others = tuple(other.column for other in ranked if other is not one)
            field = Field(column=one.column)
            return Finding(table.name, "event", field, round(sure, 3), one.reason, values.samples, others), kinds
    if found := _event_by_values(connection, table, used):
        return found
    worth = choose(table, used, _WORTH)
    cents = bool(candidates(table, "order")) and any(one.possible for one in money_columns(table, used))
    has_amount = (
        cents or Meaning.AMOUNT in worth or Meaning.PRICE in worth or (blind and bool(by_values(table, "amount")))
    )
    kind, confidence, reason = kind_of(table.name, has_amount, Meaning.ORDER in worth)
    others = tuple(one.column for one in ranked)
    return Finding(table.name, "event", Field(value=kind), confidence, reason, (kind,), others), (kind,)


def _event_by_values(
    connection: duckdb.DuckDBPyConnection, table: TableValues, used: set[str]
) -> tuple[Finding, tuple[str, ...]] | None:
    """A column whose values are called as events are, whatever its own name; states of orders are none."""
    for values in table.columns.values():
        words = set(read_name(values.name).words)
        if (
            values.name in used
            or values.kind != "text"
            or not 2 <= values.distinct <= 60
            or words & {"status", "state"}
        ):
            continue
        if familiar(set(values.texts)) < 0.5:
            continue
        kinds = _kinds(connection, table, values.name)
        states = sum(outcome_of(kind) is not None for kind in kinds)
        told = {role_of(kind) for kind in kinds} - {None}
        if len(kinds) >= 2 and familiar(kinds) >= 0.6 and len(told) >= 2 and states <= 0.5 * len(kinds):
            reason = say("its values are called as events are; {sizes}", sizes=values.sizes())
            field = Field(column=values.name)
            return Finding(table.name, "event", field, 0.8, reason, values.samples), kinds
    return None


def _kinds(connection: duckdb.DuckDBPyConnection, table: TableValues, column: str) -> tuple[str, ...]:
    """The event kinds in a column, the commonest first."""
    name = trimmed(column)
    sql = (
        f"SELECT {name} AS kind, count(*) AS n FROM {table.sql} WHERE {name} IS NOT NULL "
        f"GROUP BY kind ORDER BY n DESC, kind LIMIT {_KINDS}"
    )
    return tuple(row[0] for row in connection.sql(sql).fetchall() if row[0].strip())


def _meanings(event: Finding, kinds: tuple[str, ...]) -> tuple[Meaning, ...]:
    """What may be looked for: a visit has no amount, and rows are orders only where something is bought."""
    if event.field.value in _WORTHLESS:
        return tuple(meaning for meaning in _OPTIONAL if meaning not in _WORTH)
    if event.field.column is None and not any(role_of(kind) in ("purchase", "refund") for kind in kinds):
        return tuple(meaning for meaning in _OPTIONAL if meaning is not Meaning.ORDER)
    return _OPTIONAL


def _fields(
    connection: duckdb.DuckDBPyConnection, table: TableValues, chosen: dict[Meaning, list[Candidate]]
) -> tuple[dict[Meaning, Field], dict[Meaning, Numbers], list[Finding]]:
    """The chosen columns as fields; numbers with how they are written, left out where they are none."""
    fields: dict[Meaning, Field] = {}
    numbers: dict[Meaning, Numbers] = {}
    findings = []
    for meaning in (one for one in Meaning if one in chosen):
        best, *others = chosen[meaning]
        field, confidence = Field(column=best.column), best.confidence
        if meaning in NUMERIC:
            field, read = number_field(connection, table, best.column, money=meaning in (Meaning.AMOUNT, Meaning.PRICE))
            if read.share < 0.5:
                continue
            numbers[meaning] = read
            confidence *= read.share
        fields[meaning] = field
        findings.append(
            Finding(
                table.name, meaning.value, field, round(confidence, 3), best.reason,
                table.columns[best.column].samples, tuple(one.column for one in others)[:5],
            )
        )  # fmt: skip
    return fields, numbers, findings

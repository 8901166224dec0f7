"""Ids that stand for nobody: guests, blanks written as words, totals, the shop itself; and whom they hide."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.mapping.correcting import changed
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Meaning
from queries.meaning.columns import EMAIL
from queries.meaning.outcomes import plain
from queries.source.table import literal
from queries.wording import say

if TYPE_CHECKING:
    from queries.mapping.model import Mapping
    from queries.meaning.draft import Draft

NOBODY = frozenset([
    "guest", "gast", "anonymous", "anonym", "anon", "walk in", "walkin", "walk in customer", "cash customer",
    "cash sale",
    "unknown", "nobody", "no customer", "not set", "n a", "none", "null", "default", "default customer", "invitado",
    "invité",
    "convidado", "cliente final", "consumidor final", "laufkundschaft", "barverkauf", "匿名",
    "匿名用户", "游客", "散客", "未知", "无",
    "total", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "totale", "合计", "总计",
    "小计", "总额",
    "total general",
    "test", "test customer", "undefined", "guest checkout", "guest user", "00000000 0000 0000 0000 000000000000",
])  # fmt: skip
"""What is written where nobody is known, and in the row that adds up the others."""
_ZERO = frozenset(["0", "-1", "99999", "999999", "9999999"])
ROWS = 500_000
"""So many first rows are looked through."""
MOSTLY = 0.4
_IMPLAUSIBLE, _TIMES, _MANY = 0.2, 5, 20
"""One id with this share of the rows, so many times as many as the next of so many customers, is a question."""


def find_nobody(draft: Draft, others: list[str]) -> None:
    """Which ids of the customer's column stand for nobody, and the address that names these people, if there is one."""
    column = draft.column(Meaning.CUSTOMER)
    name, rows_ = trimmed(column), draft.table.head
    sql = f"SELECT {name} AS id, count(*) FROM {rows_} WHERE {name} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    common = draft.connection.sql(f"{sql} LIMIT 3").fetchall()
    words = ", ".join(literal(word) for word in NOBODY)
    spelled = f"trim(regexp_replace(lower({name}), '[^\\pL\\pN]+', ' ', 'g'))"
    hidden = draft.connection.sql(
        f"SELECT DISTINCT {name} FROM {rows_} WHERE {spelled} IN ({words}) LIMIT 20"
    ).fetchall()
    found = [value for (value,) in hidden if plain(value) in NOBODY]
    if common and _stands_out(draft, common):
        value, rows = common[0]
        if value in _ZERO or _is_own(draft, value):
            found.append(value)
        elif value not in found:
            _ask(draft, value, rows)
    found += [value for value in _own(draft) if value not in found]
    if found:
        draft.nobody = tuple(dict.fromkeys(found))
        _say(draft, draft.nobody)
    _by_address(draft, others, draft.nobody)


def _stands_out(draft: Draft, common: list[tuple[str, int]]) -> bool:
    """Whether the commonest id has a share of the rows that no customer has."""
    people = draft.table.columns[draft.column(Meaning.CUSTOMER)].distinct
    value, rows = common[0]
    next_ = common[1][1] if len(common) > 1 else 1
    share, times = (0.03, 2) if value in _ZERO else (_IMPLAUSIBLE, _TIMES)
    return people >= _MANY and rows >= share * min(draft.table.rows, ROWS) and rows >= times * next_


def _is_own(draft: Draft, value: str) -> bool:
    """Whether an id is the shop's own: another column, of whom it was written to, is mostly it, too."""
    return any(
        values.kind == "text" and values.texts.count(value) >= _IMPLAUSIBLE * len(values.texts) > 0
        for values in draft.table.columns.values()
        if values.name != draft.column(Meaning.CUSTOMER)
    )


def _own(draft: Draft) -> list[str]:
    """The shop's own account: nearly everything is written or paid to it, and some of it by it."""
    ours = draft.table.columns[draft.column(Meaning.CUSTOMER)]
    found = []
    for values in draft.table.columns.values():
        if values.name == ours.name or values.kind != "text" or not values.texts:
            continue
        value, times = Counter(values.texts).most_common(1)[0]
        if times >= MOSTLY * len(values.texts) and values.distinct > 1 and value in ours.texts and len(value) > 2:
            found.append(value)
    return found


def _say(draft: Draft, found: tuple[str, ...]) -> None:
    """What was left out as nobody."""
    listed = ", ".join(f"“{value}”" for value in found)
    table = draft.table.name
    options = (
        Option("nobody", say("{listed} nobody", listed=listed), partial(_nobody, names=found, out=True)),
        Option("people", say("{listed} a customer", listed=listed), partial(_nobody, names=found, out=False)),
    )
    words = say(
        "{listed} in “{customer}” of {table} is no customer.",
        listed=listed,
        customer=draft.column(Meaning.CUSTOMER),
        table=table,
    )
    reason = say("the words say so, or it has far more rows than anybody else")
    draft.decisions.append(Decision(draft.name("nobody"), "who", table, words, options, reason))


def _ask(draft: Draft, value: str, rows: int) -> None:
    """An id with an implausible share of the rows."""
    table = draft.table.name
    options = (
        Option("person", say("{listed} a customer", listed=f"“{value}”"), partial(_nobody, names=(value,), out=False)),
        Option("nobody", say("{listed} nobody", listed=f"“{value}”"), partial(_nobody, names=(value,), out=True)),
    )
    words = say(
        "“{value}” in “{customer}” of {table} is taken for a customer.",
        value=value,
        customer=draft.column(Meaning.CUSTOMER),
        table=table,
    )
    question = say(
        "Is “{value}”, with {rows:,} of {rows2:,} rows of {table}, a customer",
        value=value,
        rows=rows,
        rows2=draft.table.rows,
        table=table,
    )
    reason = say("it has {rows:,} rows, far more than anybody else", rows=rows)
    draft.decisions.append(Decision(draft.name("nobody"), "who", table, words, options, reason, question))


def _nobody(mapping: Mapping, names: tuple[str, ...], *, out: bool) -> Mapping:
    """The mapping in which some ids stand for nobody, or for somebody."""
    kept = tuple(name for name in mapping.nobody if name not in names)
    return replace(mapping, nobody=(*kept, *names) if out else kept)


def _by_address(draft: Draft, others: list[str], nobody: tuple[str, ...]) -> None:
    """Where nobody's rows have an address, that is the customer: of all rows, or of these alone."""
    column = draft.column(Meaning.CUSTOMER)
    missing = draft.table.columns[column].missing > 0.02
    addresses = [
        values for values in draft.table.columns.values()
        if values.name != column and values.kind == "text" and values.filled and values.share(EMAIL) >= 0.8
    ]  # fmt: skip
    if not addresses or not (nobody or missing):
        return
    address = min(addresses, key=lambda one: (one.name not in others, one.missing))
    one_to_one, hidden = _agreement(draft, column, address.name, nobody)
    if not hidden:
        return
    whole = address.missing < 0.02 and one_to_one >= 0.95
    field = Field(column=address.name) if whole else Field(column=column, otherwise=address.name)
    draft.fields[Meaning.CUSTOMER] = field
    finding = next(one for one in draft.findings if one.meaning == "customer")
    draft.findings[draft.findings.index(finding)] = replace(
        finding, field=field, reason=say("{reason}; guests by their address", reason=finding.reason)
    )
    table = draft.table.name
    plain_ = Field(column=column)
    options = (
        Option(
            address.name,
            say("guests known by “{name}”", name=address.name),
            partial(changed, table=table, meaning="customer", field=field),
        ),
        Option(column, say("guests left out"), partial(changed, table=table, meaning="customer", field=plain_)),
    )
    words = say(
        "“{column}” of {table} names nobody in {hidden:,} rows: they are known by “{name}”.",
        column=column,
        table=table,
        hidden=hidden,
        name=address.name,
    )
    reason = say("“{name}” has an address in them", name=address.name)
    draft.decisions.append(Decision(draft.name("guests"), "who", table, words, options, reason))


def _agreement(draft: Draft, column: str, address: str, nobody: tuple[str, ...]) -> tuple[float, int]:
    """The share of addresses with one id besides nobody's, and how many rows of nobody have an address."""
    names = ", ".join(literal(name) for name in nobody) or "NULL"
    known = f"CASE WHEN {trimmed(column)} IN ({names}) THEN NULL ELSE {trimmed(column)} END"
    sql = (
        f"SELECT avg((ids <= 1)::INTEGER), sum(hidden)::BIGINT FROM (SELECT count(DISTINCT {known}) AS ids, "
        f"count(*) FILTER ({known} IS NULL) AS hidden FROM {draft.table.head} "
        f"WHERE {trimmed(address)} IS NOT NULL GROUP BY lower({trimmed(address)}))"
    )
    share, hidden = draft.connection.sql(sql).fetchall()[0]
    return float(share or 0.0), int(hidden or 0)

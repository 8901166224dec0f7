"""In which unit amounts stand: whole ones, or cents that only look like whole ones."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import number
from queries.mapping.correcting import with_fields
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Meaning
from queries.mapping.names import read_name
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.model import Field, Mapping
    from queries.meaning.draft import Draft
    from queries.meaning.numbers import Numbers
    from queries.meaning.values import TableValues

WITHOUT_CENTS = frozenset(["JPY", "KRW", "CLP", "VND", "ISK", "PYG", "UGX", "XAF", "XOF", "IDR", "HUF"])
"""Currencies whose amounts are whole: they have no smaller unit, or nobody uses it."""
_SERVICES = r"(ch|pi|py|in|txn|cs|sub|re|pay|order)_\w+"
"""Ids of services that write amounts in the smallest unit."""


def as_minor(draft: Draft) -> None:
    """Read amounts, or prices of pieces, as cents where the values, a service's ids or the name say so; ask where not.

    Where neither is clear, they are read as cents and the question is asked.
    """
    meaning = next((one for one in (Meaning.AMOUNT, Meaning.PRICE) if one in draft.fields), None)
    if meaning is None:
        return
    field, numbers = draft.fields[meaning], draft.numbers[meaning]
    clear = may_be_cents(draft.connection, draft.table, field, numbers, draft.column(Meaning.CURRENCY))
    if clear is None:
        return
    table, column = draft.table.name, field.column or ""
    draft.fields[meaning] = replace(field, factor=0.01)
    options = tuple(
        Option(key, words, partial(_scaled, table=table, column=column, factor=factor))
        for key, words, factor in (("minor", say("in cents"), 0.01), ("major", say("in whole units"), 1.0))
    )
    draft.decisions.append(cents_decided(table, column, options, clear=clear))


def _scaled(mapping: Mapping, table: str, column: str, factor: float) -> Mapping:
    """The mapping with another unit of a column, whether it holds amounts or prices of pieces."""
    entry = next((one for one in mapping.events if one.table == table), None)
    fields = {} if entry is None else {one: entry.fields.get(one) for one in (Meaning.AMOUNT, Meaning.PRICE)}
    told = {one: replace(field, factor=factor) for one, field in fields.items() if field and field.column == column}
    return with_fields(mapping, table, dict(told))


def may_be_cents(
    connection: duckdb.DuckDBPyConnection, table: TableValues, field: Field, numbers: Numbers, currency: str
) -> bool | None:
    """Whether amounts surely are cents; False where they only may be, and None where they are not."""
    column = field.column or ""
    codes = {text.upper() for text in table.columns[currency].texts} if currency else set()
    if numbers.fractions or codes & WITHOUT_CENTS:
        return None
    if read_name(column).minor:
        return True
    if not _like_cents(connection, table, field, surely=not currency):
        return None
    texts = [values for values in table.columns.values() if values.kind == "text" and values.texts]
    return bool(currency) and any(values.share(_SERVICES) >= 0.9 for values in texts)


def cents_decided(table: str, column: str, options: tuple[Option, ...], *, clear: bool) -> Decision:
    """That amounts are cents, or the question whether they are."""
    words = say("Amounts in “{column}” of {table} are cents: divided by 100.", column=column, table=table)
    reason = say("the name says so, or all are whole numbers with any last two digits, as cents are")
    question = "" if clear else say("Are the amounts in “{column}” of {table} cents", column=column, table=table)
    return Decision(f"{table}.unit", "money", table, words, options, reason, question)


def _like_cents(connection: duckdb.DuckDBPyConnection, table: TableValues, field: Field, *, surely: bool) -> bool:
    """Whether whole numbers are large and end in any two digits, as prices in whole units hardly ever do."""
    read = number(field, table.columns[field.column or ""].type)
    sql = (
        f"SELECT median(abs(x)), count(DISTINCT x % 100), avg((x % 10 = 0)::INTEGER), count(*) FROM "
        f"(SELECT {read} AS x FROM {table.head}) WHERE x <> 0"
    )
    median, endings, tens, rows = connection.sql(sql).fetchall()[0]
    if not rows or rows < 20:
        return False
    many = endings >= (85 if surely and rows >= 300 else min(40, rows // 3))
    return bool(median >= (1_000 if surely else 200) and many and tens < (0.15 if surely else 0.4))

"""In which unit amounts stand: whole ones, or cents that only look like whole ones."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import number
from queries.mapping.correcting import with_fields
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Meaning
from queries.mapping.names import read_name

if TYPE_CHECKING:
    from queries.meaning.draft import Draft

_MINOR = frozenset(["cent", "minor", "penny", "pence", "centavo", "centime", "paise", "分"])
WITHOUT_CENTS = frozenset(["JPY", "KRW", "CLP", "VND", "ISK", "PYG", "UGX", "XAF", "XOF", "IDR", "HUF"])
"""Currencies whose amounts are whole: they have no smaller unit, or nobody uses it."""
_SERVICES = r"(ch|pi|py|in|txn|cs|sub|re|pay|order)_\w+"
"""Ids of services that write amounts in the smallest unit."""


def as_minor(draft: Draft) -> None:
    """Read amounts as cents where the values, a service's ids or the name say so; ask where they only may be."""
    field, numbers = draft.fields[Meaning.AMOUNT], draft.numbers[Meaning.AMOUNT]
    column = field.column or ""
    named = bool(set(read_name(column).words) & _MINOR) or column.casefold().endswith(("_cents", "cents", "_minor"))
    if numbers.fractions or (not named and not _beside_currency(draft)):
        return
    if not named and not _like_cents(draft, field):
        return
    small = replace(field, factor=0.01)
    clear = named or _of_service(draft)
    draft.fields[Meaning.AMOUNT] = small
    table = draft.table.name
    options = (
        Option("minor", "in cents", partial(with_fields, table=table, fields={Meaning.AMOUNT: small})),
        Option("major", "in whole units", partial(with_fields, table=table, fields={Meaning.AMOUNT: field})),
    )
    words = f"Amounts in “{column}” of {table} are cents: divided by 100."
    reason = "the name says so" if named else "all are whole numbers with any last two digits, as cents are"
    question = "" if clear else f"Are the amounts in “{column}” of {table} cents"
    draft.decisions.append(Decision(draft.name("unit"), "money", table, words, options, reason, question))


def _beside_currency(draft: Draft) -> bool:
    """Whether a currency with cents stands beside the amounts."""
    column = draft.column(Meaning.CURRENCY)
    if not column:
        return False
    codes = {text.strip().upper() for text in draft.table.columns[column].texts}
    return bool(codes) and not codes & WITHOUT_CENTS


def _like_cents(draft: Draft, field: Field) -> bool:
    """Whether whole numbers are large and end in any two digits, as prices in whole units hardly ever do."""
    read = number(field, draft.table.columns[field.column or ""].type)
    sql = (
        f"SELECT median(abs(x)), count(DISTINCT x % 100), avg((x % 100 = 0)::INTEGER), count(*) FROM "
        f"(SELECT {read} AS x FROM {draft.table.head}) WHERE x <> 0"
    )
    median, endings, hundreds, rows = draft.connection.sql(sql).fetchall()[0]
    return bool(rows and rows >= 20 and median >= 200 and endings >= min(40, rows // 3) and hundreds < 0.3)


def _of_service(draft: Draft) -> bool:
    """Whether ids of the rows are those of a service that counts in cents."""
    texts = [values for values in draft.table.columns.values() if values.kind == "text" and values.texts]
    return any(values.share(_SERVICES) >= 0.9 for values in texts)

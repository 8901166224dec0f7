"""What a row was worth: its amount, or price and quantity, the currency, and which rows are refunds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.mapping.model import Field, Finding, Meaning
from queries.mapping.names import read_name
from queries.mapping.vocabulary import CURRENCIES
from queries.meaning.numbers import Numbers, read_numbers
from queries.source.table import literal, quoted
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.meaning.values import TableValues

NUMERIC = (Meaning.AMOUNT, Meaning.PRICE, Meaning.QUANTITY, Meaning.SCORE, Meaning.DURATION)


@dataclass(frozen=True)
class Money:
    """What is worth what in one event table.

    Attributes:
        currency: What its amounts are in, where the table says so.
        refund: SQL that is true for rows that give money back.
        findings: What the currency and the refunds were seen from.
    """

    currency: str | None = None
    refund: str | None = None
    findings: tuple[Finding, ...] = ()


def number_field(
    connection: duckdb.DuckDBPyConnection, table: TableValues, column: str, *, money: bool = False, whole: bool = True
) -> tuple[Field, Numbers]:
    """A column as a number, with how its text is read; money has hardly ever three decimals throughout."""
    numbers = read_numbers(connection, table, column, money=money, whole=whole)
    return Field(column=column, format=numbers.format), numbers


def find_money(
    connection: duckdb.DuckDBPyConnection, table: TableValues, fields: dict[Meaning, Field],
    numbers: dict[Meaning, Numbers], takes_back: bool,
) -> Money:  # fmt: skip
    """The currency of a table's amounts and the condition that makes a row a refund."""
    money = [meaning for meaning in (Meaning.AMOUNT, Meaning.PRICE) if meaning in fields]
    if not money:
        return Money()
    currency, findings = _currency(connection, table, fields, numbers, money[0])
    sign = Meaning.AMOUNT if money[0] is Meaning.AMOUNT else Meaning.QUANTITY
    known = numbers[sign]
    share = known.negative / max(1, table.rows)
    if takes_back or not known.negative or share > 0.5:
        return Money(currency, None, findings)
    column = fields[sign].column or ""
    condition = below_zero(column, known, table)
    reason = say(
        '"{column}" is negative in {negative:,} rows ({value:.2g} %)',
        column=column,
        negative=known.negative,
        value=100 * share,
    )
    refund = Finding(table.name, "refund", Field(value=condition), 0.9, reason)
    return Money(currency, condition, (*findings, refund))


def below_zero(column: str, numbers: Numbers, table: TableValues) -> str:
    """SQL that is true where a column is negative, whatever its type."""
    name = quoted(column)
    if numbers.format is None:
        return f"{name} < 0"
    if numbers.format == "point" and all(
        text.lstrip("+-").replace(".", "", 1).isdigit() for text in table.columns[column].texts
    ):
        return f"TRY_CAST({name} AS DOUBLE) < 0"
    # Text with currency signs or separators: the minus, or the brackets of accountants, is all that matters.
    return f"regexp_matches({name}, {literal('[-−(]')})"


def _currency(
    connection: duckdb.DuckDBPyConnection, table: TableValues, fields: dict[Meaning, Field],
    numbers: dict[Meaning, Numbers], money: Meaning,
) -> tuple[str | None, tuple[Finding, ...]]:  # fmt: skip
    """The currency from its own column, from the amount's name, or from signs beside the amounts."""
    own = fields.get(Meaning.CURRENCY)
    if own is not None and own.column is not None:
        sql = f"SELECT DISTINCT {quoted(own.column)}::VARCHAR FROM {table.sql} LIMIT 50"
        values = sorted({row[0].strip() for row in connection.sql(sql).fetchall() if row[0] and row[0].strip()})
        one = _code(values[0]) if len(values) == 1 else None
        return one, ()
    column = fields[money].column or ""
    named = read_name(column).currency
    code = named or numbers[money].currency
    if code is None:
        return None, ()
    reason = (
        say('the name "{column}" says {code}', column=column, code=code)
        if named
        else say('a sign for {code} stands beside "{column}"', code=code, column=column)
    )
    return code, (Finding(table.name, "currency", Field(value=code), 0.9, reason),)


def _code(text: str) -> str:
    """A currency as its code."""
    return CURRENCIES.get(text.casefold(), text.upper())

"""How one mapped column is read, as DuckDB SQL: ids, times, money, numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queries.source.table import literal, quoted

if TYPE_CHECKING:
    from queries.mapping.model import Field

INTEGERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})
FLOATS = frozenset({"FLOAT", "DOUBLE"})
TEN_THOUSANDTHS = 10_000

_BETWEEN = "[./年月 -]"
_ORDERS = {
    "ymd": (rf"^(\d{{4}}|\d{{2}}){_BETWEEN}?(\d{{1,2}}){_BETWEEN}?(\d{{1,2}})日?[T ]*", r"\1-\2-\3 "),
    "dmy": (rf"^(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}})[T ]*", r"\3-\2-\1 "),
    "mdy": (rf"^(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}})[T ]*", r"\3-\1-\2 "),
}
"""Order of a date's parts → what finds them, and the same as year-month-day."""


def trimmed(column: str) -> str:
    """Text without surrounding blanks; empty text is missing."""
    return f"nullif(trim({quoted(column)}::VARCHAR), '')"


def customer_id(column: str, type_: str, *, as_integer: bool) -> str:
    """A customer's id: whole numbers as they are, everything else as text.

    Numbers that a tool exported as floats ("17850.0") are the whole number again.
    """
    if as_integer:
        return f"{quoted(column)}::BIGINT"
    if type_ in FLOATS:
        number = quoted(column)
        whole = f"isfinite({number}) AND {number} = trunc({number}) AND abs({number}) < 9e15"
        return f"CASE WHEN {whole} THEN {number}::BIGINT::VARCHAR WHEN isfinite({number}) THEN {number}::VARCHAR END"
    text = trimmed(column)
    if type_ == "VARCHAR":
        return (
            f"CASE WHEN suffix({text}, '.0') AND regexp_full_match({text}, '\\d+\\.0') THEN {text}[:-3] ELSE {text} END"
        )
    return text


def time_ms(field: Field, type_: str, timezone: str) -> str:
    """Milliseconds since 1970 of the clock in the data's time zone; missing where unreadable."""
    column, zone = quoted(field.column or ""), literal(timezone)
    format_ = field.format or "native"
    if format_.startswith("epoch_"):
        per_second = {"epoch_s": 1, "epoch_ms": 1000, "epoch_us": 1_000_000}[format_]
        moment = f"try_cast({column} AS DOUBLE) * {1000 / per_second}"
        plain = f"CASE WHEN isfinite({moment}) THEN ({moment})::BIGINT END"
        return plain if timezone == "UTC" else f"epoch_ms(to_timestamp(({plain}) / 1000.0) AT TIME ZONE {zone})"
    if format_ in _ORDERS:
        return f"epoch_ms({_parsed(column, format_)})"
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return f"epoch_ms({column} AT TIME ZONE {zone})"
    if format_ == "iso" or type_ == "VARCHAR":
        return f"epoch_ms({_iso(column, zone)})"
    return f"epoch_ms({column}::TIMESTAMP)"


def _parsed(column: str, order: str) -> str:
    """Text or whole numbers with the date's parts in a known order, whatever stands between them.

    Rewritten as year-month-day and cast: trying one format after the other is ten times slower.
    """
    pattern, ordered = _ORDERS[order]
    text = f"trim(regexp_replace(trim({column}::VARCHAR), {literal(pattern)}, {literal(ordered)}))"
    # Two-digit years as strptime reads them: 00–68 are this century.
    text = f"regexp_replace(regexp_replace({text}, '^([0-6]\\d)-', '20\\1-'), '^([6-9]\\d)-', '19\\1-')"
    halves = f"try_strptime({text}, ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p'])"
    return f"CASE WHEN {text} ILIKE '%M' THEN {halves} ELSE try_cast({text} AS TIMESTAMP) END"


def _iso(column: str, zone: str) -> str:
    """ISO text: with an offset it is a moment, shown in the data's zone; without one it is the clock itself."""
    text = f"trim({column}::VARCHAR)"
    offset = f"length({text}) > 19 AND (suffix({text}, 'Z') OR regexp_matches({text}, '[+-]\\d\\d:?(\\d\\d)?$'))"
    moment = f"try_cast({text} AS TIMESTAMPTZ) AT TIME ZONE {zone}"
    return f"CASE WHEN {offset} THEN {moment} ELSE try_cast({text} AS TIMESTAMP) END"


def number(field: Field, type_: str) -> str:
    """A number as DOUBLE; missing where unreadable, infinite or not a number."""
    if field.column is None:
        return f"{float(field.value or 0)}::DOUBLE"
    column = quoted(field.column)
    if field.format in ("point", "comma") or type_ == "VARCHAR":
        column = _number_text(column, field.format or "point")
    read = f"try_cast({column} AS DOUBLE)"
    return f"CASE WHEN isfinite({read}) THEN {read} END"


def _number_text(column: str, format_: str) -> str:
    """Text as a number's text: currency signs, blanks and thousands marks gone, a point for the decimals."""
    text = f"regexp_replace({column}::VARCHAR, '[^0-9,.eE+()-]', '', 'g')"
    text = f"regexp_replace({text}, '^\\((.*)\\)$', '-\\1')"  # (12.50) is how books write −12.50
    if format_ == "comma":
        return f"replace(replace({text}, '.', ''), ',', '.')"
    return f"replace({text}, ',', '')"


def money(field: Field, type_: str) -> str:
    """An amount in whole ten-thousandths of the currency (BIGINT), so that sums are exact."""
    if field.column and re.fullmatch(r"DECIMAL\(\d+,\d+\)", type_) and field.format in (None, "native"):
        return f"try_cast({quoted(field.column)} * {TEN_THOUSANDTHS} AS BIGINT)"
    if field.column and type_ in INTEGERS and field.format in (None, "native"):
        return f"try_cast({quoted(field.column)}::HUGEINT * {TEN_THOUSANDTHS} AS BIGINT)"
    return f"try_cast(round({number(field, type_)} * {TEN_THOUSANDTHS}) AS BIGINT)"

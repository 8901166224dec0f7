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
_END = "日?[T ]*"
_ORDERS = {
    "ymd": (rf"^(\d{{4}}|\d{{2}}){_BETWEEN}?(\d{{1,2}}){_BETWEEN}?(\d{{1,2}}){_END}", r"\1-\2-\3 "),
    "dmy": (rf"^(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}}){_END}", r"\3-\2-\1 "),
    "mdy": (rf"^(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}}){_END}", r"\3-\1-\2 "),
}
"""Order of a date's parts → what finds them, and the same as year-month-day."""

_LOOSE = {
    "ymd": r"^(\d{4}|\d{2})\D{0,3}(\d{1,2})\D{0,3}(\d{1,2})日?[.,T ]*",
    "dmy": r"^(\d{1,2})\D{1,3}(\d{1,2})\D{1,3}(\d{4}|\d{2})[.,T ]*",
    "mdy": r"^(\d{1,2})\D{1,3}(\d{1,2})\D{1,3}(\d{4}|\d{2})[.,T ]*",
}
"""The same for the values that the strict patterns do not read: "31. 1. 2024, 13:04"."""

_NAMED = {
    "dmy": (r"^(\d{1,2})[\s./-]+([A-Z]{3})[A-Z]*[\s.,/-]+(\d{4}|\d{2})", r"'\1-' || month || '-\3'"),
    "mdy": (r"^([A-Z]{3})[A-Z]*[\s./-]+(\d{1,2})[\s.,/-]+(\d{4}|\d{2})", r"month || '-\2-\3'"),
}
"""Dates with the month as a word, and the same with its number."""

_MONTHS = "'JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'"


def trimmed(column: str) -> str:
    """Text without surrounding blanks; empty text is missing."""
    return f"nullif(trim({quoted(column)}::VARCHAR), '')"


def customer_id(column: str, type_: str, *, as_integer: bool, tidy: bool = False) -> str:
    """A customer's id: whole numbers as they are, everything else as text.

    Numbers that a tool exported as floats ("17850.0") are the whole number again. `tidy` text is known to need
    no mending (`untidy_ids` found none), which saves a quarter of the time a log takes.
    """
    if as_integer:
        return f"{quoted(column)}::BIGINT"
    if tidy:
        return quoted(column)
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


def untidy_ids(column: str) -> str:
    """The condition that finds text ids with blanks around them, empty ones, and floats."""
    name = quoted(column)
    return f"{name} = '' OR {name} <> trim({name}) OR suffix({name}, '.0')"


def time_ms(field: Field, type_: str, timezone: str) -> str:
    """Milliseconds since 1970 of the clock in the data's time zone; missing where unreadable."""
    column, zone = quoted(field.column or ""), literal(timezone)
    format_ = field.format or "native"
    if format_.startswith("epoch_"):
        per_second = {"epoch_s": 1, "epoch_ms": 1000, "epoch_us": 1_000_000}[format_]
        plain = f"try_cast(try_cast({column} AS DOUBLE) * {1000 / per_second} AS BIGINT)"
        return plain if timezone == "UTC" else f"TRY(epoch_ms(to_timestamp(({plain}) / 1000.0) AT TIME ZONE {zone}))"
    if type_ == "TIMESTAMP WITH TIME ZONE" and format_ not in _ORDERS:
        return f"epoch_ms({column} AT TIME ZONE {zone})"
    if format_ in ("iso", *_ORDERS) or type_ == "VARCHAR":
        return f"epoch_ms({_parsed(column, format_ if format_ in _ORDERS else 'iso', zone)})"
    return f"epoch_ms(try_cast({column} AS TIMESTAMP))"


def _parsed(column: str, order: str, zone: str) -> str:
    """Text or whole numbers with the date's parts in a known order, whatever stands between them.

    Rewritten as year-month-day and cast: trying one format after the other is ten times slower. What that
    does not read is looked at again with more patience.
    """
    raw = f"trim({column}::VARCHAR)"
    if order == "iso":
        strict, order = raw, "ymd"
    else:
        pattern, ordered = _ORDERS[order]
        strict = _full_year(f"trim(regexp_replace({raw}, {literal(pattern)}, {literal(ordered)}))")
    loose = _clock(_loosely(column, order), raw, zone)
    # Inside CASE, DuckDB does not work the patient reading out for rows that are read already.
    return f"coalesce({_clock(strict, raw, zone)}, CASE WHEN length({raw}) > 0 THEN {loose} END)"


def _loosely(column: str, order: str) -> str:
    """A date as year-month-day: months as words, commas and blanks, times without colons or blanks ("3:04PM")."""
    text = f"upper(trim({column}::VARCHAR))"
    if order in _NAMED:
        pattern, numbered = _NAMED[order]
        word = f"regexp_extract({text}, {literal(pattern)}, {1 if order == 'mdy' else 2})"
        number = f"list_position([{_MONTHS}], {word})::VARCHAR"
        replaced = f"regexp_replace({text}, {literal(pattern)}, {numbered.replace('month', number)})"
        text = f"CASE WHEN regexp_matches({text}, {literal(pattern)}) THEN {replaced} ELSE {text} END"
    text = f"trim(regexp_replace({text}, {literal(_LOOSE[order])}, {literal(_ORDERS[order][1])}))"
    text = f"regexp_replace({text}, ' (\\d\\d)(\\d\\d)(\\d\\d)?$', ' \\1:\\2:0\\3')"
    text = f"regexp_replace({text}, ':0(\\d\\d)$', ':\\1')"
    return _full_year(f"regexp_replace({text}, '\\s*([AP])\\.?M\\.?$', ' \\1M')")


def _full_year(text: str) -> str:
    """Two-digit years as strptime reads them: 00–68 are this century."""
    this = f"regexp_replace({text}, '^([0-5]\\d|6[0-8])-', '20\\1-')"
    return f"regexp_replace({this}, '^(69|[7-9]\\d)-', '19\\1-')"


def _clock(text: str, raw: str, zone: str) -> str:
    """Year-month-day text as a time: `raw`, what stands in the file, tells of AM and PM, and of an offset.

    With an offset it is a moment, shown in the data's zone; without one it is the clock itself.
    """
    halves = f"try_strptime({text}, ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p'])"
    moment = f"try_cast({text} AS TIMESTAMPTZ) AT TIME ZONE {zone}"
    half = f"suffix(rtrim({raw}, '.'), 'm') OR suffix(rtrim({raw}, '.'), 'M')"
    return f"CASE WHEN {half} THEN {halves} WHEN {_offset(raw)} THEN {moment} ELSE try_cast({text} AS TIMESTAMP) END"


def _offset(text: str) -> str:
    """Whether a time names its offset from UTC; "2024-01-31 10:00:00" is told from "2024-01-31 10:00+02" cheaply."""
    usual = f"(length({text}) <= 16 OR (length({text}) = 19 AND substr({text}, 17, 1) = ':'))"
    return f"NOT {usual} AND regexp_matches({text}, '(Z|UTC|GMT|\\d[+-]\\d\\d:?(\\d\\d)?)$')"


def number(field: Field, type_: str) -> str:
    """A number as DOUBLE; missing where unreadable, infinite or not a number."""
    if field.column is None:
        return f"{float(field.value or 0)}::DOUBLE"
    column = quoted(field.column)
    read = f"try_cast({column} AS DOUBLE)"
    if field.format in ("point", "comma") or type_ == "VARCHAR":
        text = f"try_cast({_number_text(column, field.format or 'point')} AS DOUBLE)"
        read = text if field.format == "comma" else f"coalesce({read}, {text})"
    return f"CASE WHEN isfinite({read}) THEN {read} END"


def _number_text(column: str, format_: str) -> str:
    """Text as a number's text: currencies, blanks and thousands marks gone, a point for the decimals."""
    text = f"replace({column}::VARCHAR, '−', '-')"
    text = f"regexp_replace({text}, '(\\d)[eE]([+-]?\\d)', '\\1@\\2')"  # an exponent, not the E of EUR
    text = f"regexp_replace({text}, '\\pL+\\.?', '', 'g')"  # words go with their point: "Rs. 500"
    text = f"replace(regexp_replace({text}, '[^0-9,.@+()-]', '', 'g'), '@', 'e')"
    # (12.50) and 12.50- are how books write −12.50.
    text = f"regexp_replace(regexp_replace({text}, '^\\((.*)\\)$', '-\\1'), '^([^-]+)-$', '-\\1')"
    if format_ == "comma":
        return f"replace(replace({text}, '.', ''), ',', '.')"
    return f"replace({text}, ',', '')"


def money(field: Field, type_: str) -> str:
    """An amount in whole ten-thousandths of the currency (BIGINT), so that sums are exact."""
    if field.column and re.fullmatch(r"DECIMAL\(\d+,\d+\)", type_) and field.format in (None, "native"):
        return f"TRY(({quoted(field.column)} * {TEN_THOUSANDTHS})::BIGINT)"
    if field.column and type_ in INTEGERS and field.format in (None, "native"):
        return f"try_cast({quoted(field.column)}::HUGEINT * {TEN_THOUSANDTHS} AS BIGINT)"
    return f"try_cast(round({number(field, type_)} * {TEN_THOUSANDTHS}) AS BIGINT)"

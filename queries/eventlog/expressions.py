"""How one mapped column is read, as DuckDB SQL: ids, times, money, numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from queries.source.blanks import BLANKS
from queries.source.table import literal, quoted

if TYPE_CHECKING:
    from queries.mapping.model import Field

INTEGERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})
FLOATS = frozenset({"FLOAT", "DOUBLE"})
TEN_THOUSANDTHS = 10_000
DAY_MS = 86_400_000
MONDAY_2001 = 978_307_200_000
"""Where days and weeks are counted from that have no date: Monday, 1 January 2001."""

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

OFFSET = r"\s*([+-]\d\d:?(\d\d)?|Z|UTC|GMT)$"
"""What follows a time that says how far it is from UTC."""

_MONTHS = "'JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'"


NOTHING = (
    "null", "none", "n/a", "na", "nan", "\\n", "#n/a", "nil", "(null)", "<null>", "unknown", "undefined", "-", "–",
)  # fmt: skip
"""Texts that stand for no customer, without regard to case."""


def stripped(sql: str) -> str:
    """Text without surrounding blanks; those of other kinds are gone already where a file has them."""
    return f"trim({sql})"


def compared(name: str) -> str:
    """A name of the mapping as values of a column are compared with it, once these are trimmed and in small letters."""
    return name.strip(BLANKS).lower()


def trimmed(column: str) -> str:
    """Text without surrounding blanks; empty text is missing."""
    return f"nullif({stripped(quoted(column) + '::VARCHAR')}, '')"


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
        nothing = f"lower({text}) IN ({', '.join(map(literal, NOTHING))})"
        whole = f"suffix({text}, '.0') AND regexp_full_match({text}, '\\d+\\.0')"
        return f"CASE WHEN {whole} THEN {text}[:-3] WHEN {nothing} THEN NULL ELSE {text} END"
    return text


def order_id(column: str, type_: str) -> str:
    """An order's id as text; numbers that a tool exported as floats, since some are missing, are whole again."""
    return customer_id(column, type_, as_integer=False) if type_ in FLOATS else trimmed(column)


def untidy_ids(column: str) -> str:
    """The condition that finds text ids with blanks around them, empty ones, and floats."""
    name = quoted(column)
    nothing = f"length({name}) < 10 AND lower({name}) IN ({', '.join(map(literal, NOTHING))})"
    return f"{name} = '' OR {name} <> {stripped(name)} OR suffix({name}, '.0') OR {nothing}"


def time_ms(field: Field, type_: str, timezone: str) -> str:
    """Milliseconds since 1970 of the clock in the data's time zone; missing where unreadable."""
    if field.clock:
        return _with_clock(field, type_, timezone)
    column, zone = quoted(field.column or ""), literal(timezone)
    format_ = field.format or "native"
    if format_ in _COUNTED:
        return f"try_cast({_COUNTED[format_].replace('n', f'try_cast({column} AS DOUBLE)')} AS BIGINT)"
    if format_ == "local" and timezone == "UTC":
        text = stripped(f"{column}::VARCHAR")
        clock = f"regexp_replace({text}, {literal(OFFSET)}, '')"
        # The day of a date without a clock looks like an offset: it is read as it stands.
        return f"epoch_ms(coalesce(try_cast({clock} AS TIMESTAMP), try_cast({text} AS TIMESTAMP)))"
    if format_ == "period":
        return f"epoch_ms({_period(stripped(f'{column}::VARCHAR'))})"
    if format_.startswith("epoch_"):
        per_second = {"epoch_s": 1, "epoch_ms": 1000, "epoch_us": 1_000_000}[format_]
        plain = f"try_cast(try_cast({column} AS DOUBLE) * {1000 / per_second} AS BIGINT)"
        return plain if timezone == "UTC" else f"TRY(epoch_ms(to_timestamp(({plain}) / 1000.0) AT TIME ZONE {zone}))"
    if type_ == "TIMESTAMP WITH TIME ZONE" and format_ not in _ORDERS:
        return f"epoch_ms({column} AT TIME ZONE {zone})"
    if format_ in ("iso", *_ORDERS) or type_ == "VARCHAR":
        return f"epoch_ms({_parsed(column, format_ if format_ in _ORDERS else 'iso', zone)})"
    # As `epoch_ms` rounds, in half its time: a large file is mostly times.
    return f"((epoch_us(try_cast({column} AS TIMESTAMP)) + 500) // 1000)"


_COUNTED = {
    "serial": "(n - 25569) * 86400000",
    "day_number": f"{MONDAY_2001} + (n - 1) * 86400000",
    "week_number": f"{MONDAY_2001} + (n - 1) * 604800000",
}
"""Times that are counted: the number of days since 1899-12-30 as a spreadsheet has it, or of days or weeks from 1."""


def _with_clock(field: Field, type_: str, timezone: str) -> str:
    """A date in one column and the time of day in another; a missing one is midnight."""
    day = time_ms(replace(field, clock=None), type_, timezone)
    clock = stripped(f"{quoted(field.clock or '')}::VARCHAR")
    text = f"regexp_replace(upper({clock}), '\\s*([AP])\\.?M\\.?$', ' \\1M')"
    halves = f"try_strptime('1970-01-01 ' || {text}, ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p'])"
    plain = f"try_cast('1970-01-01 ' || {text} AS TIMESTAMP)"
    hour = f"try_cast('1970-01-01 ' || {text} || ':00' AS TIMESTAMP)"
    return f"({day}) // {DAY_MS} * {DAY_MS} + coalesce(epoch_ms(coalesce({halves}, {plain}, {hour})), 0)"


def _period(text: str) -> str:
    """The first day of a quarter, month, week or year that is written with its year."""
    year = f"regexp_extract({text}, '(\\d{{4}})', 1)"
    part = f"regexp_extract(regexp_replace({text}, '\\d{{4}}', ''), '(\\d+)', 1)"
    word = f"list_position([{_MONTHS}], upper(regexp_extract({text}, '[A-Za-z]{{3}}')))"
    quarter = _month(year, f"(try_cast({part} AS INTEGER) * 3 - 2)::VARCHAR")
    week = f"TRY(strptime({year} || '-' || lpad({part}, 2, '0') || '-1', '%G-%V-%u'))"
    return (
        f"CASE WHEN {word} > 0 THEN {_month(year, f'{word}::VARCHAR')} "
        f"WHEN regexp_matches({text}, '[QqTt季]') THEN {quarter} "
        f"WHEN regexp_matches({text}, '[WwSs周]|[Kk]') THEN {week} "
        f"WHEN regexp_full_match({text}, '(FY ?)?\\d{{4}}(\\.0)?年?') THEN {_month(year, literal('1'))} "
        f"WHEN NOT regexp_matches({text}, '[^\\d\\pP\\s年月Mm]') THEN {_month(year, part)} END"
    )


def _month(year: str, month: str) -> str:
    """The first day of a month."""
    return f"try_cast({year} || '-' || lpad({month}, 2, '0') || '-01' AS TIMESTAMP)"


def _parsed(column: str, order: str, zone: str) -> str:
    """Text or whole numbers with the date's parts in a known order, whatever stands between them.

    Rewritten as year-month-day and cast: trying one format after the other is ten times slower. What that
    does not read is looked at again with more patience.
    """
    raw = stripped(f"{column}::VARCHAR")
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
    text = f"upper({stripped(f'{column}::VARCHAR')})"
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
        return f"{float(field.value or 0) * field.factor!r}::DOUBLE"
    column = quoted(field.column)
    read = f"try_cast({column} AS DOUBLE)"
    if field.format in ("point", "comma") or type_ == "VARCHAR":
        text = f"try_cast({_number_text(column, field.format or 'point')} AS DOUBLE){_thousands(column)}"
        read = text if field.format == "comma" else f"coalesce({read}, {text})"
    read = f"CASE WHEN isfinite({read}) THEN {read} END"
    return read if field.factor == 1.0 else f"({read}) * {field.factor!r}"


_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "万": 1e4, "亿": 1e8, "bn": 1e9}
"""What stands for thousands and more behind a number: 1.2K, 3万."""


def _thousands(column: str) -> str:
    """What a number is multiplied by for the letters behind it."""
    letters = "\\d\\s*(k|mio|mn|m|bn|万|亿)\\.?\\)?-?(\\s*([€$£¥元]|[a-z]{3}))?$"
    tail = f"regexp_extract(lower({quoted_text(column)}), {literal(letters)}, 1)"
    cases = " ".join(f"WHEN {literal(word)} THEN {size:.0f}" for word, size in _SHORT.items())
    return f" * CASE {tail} {cases} ELSE 1 END"


def quoted_text(column: str) -> str:
    """A column that is already quoted, as text without blanks around it."""
    return stripped(f"{column}::VARCHAR")


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
    plain = field.factor == 1.0 and field.format in (None, "native")
    if field.column and plain and re.fullmatch(r"DECIMAL\(\d+,\d+\)", type_):
        return f"TRY(({quoted(field.column)} * {TEN_THOUSANDTHS})::BIGINT)"
    if field.column and plain and type_ in INTEGERS:
        return f"try_cast({quoted(field.column)}::HUGEINT * {TEN_THOUSANDTHS} AS BIGINT)"
    return f"try_cast(round({number(field, type_)} * {TEN_THOUSANDTHS}) AS BIGINT)"

"""How numbers are written in a text column: decided from the shapes of the whole column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.eventlog.expressions import stripped
from queries.mapping.vocabulary import CURRENCIES
from queries.meaning.values import MISSING, Values
from queries.source.table import literal, quoted

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.model import NumberFormat
    from queries.meaning.values import TableValues

_SHAPE = re.compile(r"[(+\-−]?\s*(?P<digits>9[9.,'’\s]*|[.,]9+)[)\-−]?")
_SHAPES = 50_000
SEVERAL = 10
THREE_DECIMALS = frozenset(["KWD", "BHD", "OMR", "JOD", "TND", "LYD", "IQD"])
"""Currencies with a thousandth."""


@dataclass(frozen=True)
class Numbers:
    """What is known of a column as numbers.

    Attributes:
        format: How its text is read; None for a number column.
        share: The share of values that are numbers.
        negative: How many are below zero.
        currency: The currency that stands beside them, if any.
        fractions: Whether any has decimals.
        currencies: Every currency that stands beside them with how often, the commonest first.
        thousands: Whether a point or comma before three digits parts thousands, by the whole column alone.
    """

    format: NumberFormat | None
    share: float
    negative: int
    currency: str | None = None
    fractions: bool = False
    currencies: tuple[tuple[str, int], ...] = ()
    thousands: bool = False


def could_be_number(values: Values) -> bool:
    """Whether a column's sample reads as numbers at all."""
    if values.kind == "number":
        return values.filled > 0
    return values.kind == "text" and values.share(r"\D{0,5}\d[\d.,'’\s]*\D{0,6}|\D{0,5}[.,]\d+\D{0,5}") >= 0.9


def read_numbers(
    connection: duckdb.DuckDBPyConnection, table: TableValues, column: str, *, money: bool = False, whole: bool = True
) -> Numbers:
    """Look at a whole column as numbers, or at its first rows."""
    origin = table.sql if whole else table.head
    values = table.columns[column]
    name = quoted(column)
    if values.kind == "number":
        sql = f"SELECT count_if({name} < 0), bool_or({name} <> floor({name})) FROM {origin}"
        negative, broken = connection.sql(sql).fetchall()[0]
        return Numbers(None, 1.0, int(negative or 0), fractions=bool(broken))
    # Every digit becomes a 9: a column of a million amounts has a few dozen shapes. Most amounts stand many times.
    told = f"SELECT {name}::VARCHAR AS value, count(*) AS rows FROM {origin} GROUP BY 1"
    sql = (
        f"SELECT translate({stripped('value')}, '012345678', '999999999') AS shape, sum(rows)::BIGINT "
        f"FROM ({told}) WHERE value NOT IN ({', '.join(map(literal, MISSING))}) "
        f"GROUP BY shape LIMIT {_SHAPES}"
    )
    return from_shapes(dict(connection.sql(sql).fetchall()), money=money)


def from_shapes(shapes: dict[str, int], *, money: bool = False) -> Numbers:
    """Decide from shapes ("9.999,99" → how many values have it) how numbers are written."""
    votes: Counter[str] = Counter()
    currencies: Counter[str] = Counter()
    negative = fractions = good = 0
    for shape, count in shapes.items():
        bare, currency = _without_currency(shape)
        match = _SHAPE.fullmatch(bare)
        if match is None:
            continue
        good += count
        if currency:
            currencies[currency] += count
        negative += count * bool(re.search(r"[(\-−]", bare))
        vote, fraction = _vote(re.sub(r"['’\s]", "", match["digits"]))
        votes[vote] += count
        fractions += count * fraction
    total = sum(shapes.values())
    named = tuple(currencies.most_common())
    thousands = money and _parts_thousands(votes) and not currencies.keys() & THREE_DECIMALS
    format_: NumberFormat = "comma" if thousands else _decide(votes)
    share = good / total if total else 0.0
    return Numbers(format_, share, negative, named[0][0] if named else None, fractions > 0, named, thousands)


def _parts_thousands(votes: Counter[str]) -> bool:
    """Whether a point always stands before exactly three digits: no money but that of five countries is written so."""
    return votes["maybe point"] >= SEVERAL and not votes["point"] and not votes["maybe comma"]


def _without_currency(shape: str) -> tuple[str, str | None]:
    """A shape without the currency sign or word around it, and that currency."""
    shape = re.sub(r"(?<=9)\s*([kKmM]|[Mm]io|[Mm]n|万|亿)\.?(?![A-Za-z])", "", shape)
    word = re.search(r"[A-Za-z]{2,5}\$?|[RAC]\$|zł|Kč|[€$£¥￥₹₩₽₺₫฿₱₪₦元]", shape)
    if word is None:
        return shape, None
    rest = (shape[: word.start()] + shape[word.end() :]).strip()
    sign = word.group().casefold()
    return rest, CURRENCIES.get("cny" if sign == "元" else sign)


def _vote(digits: str) -> tuple[str, bool]:
    """What one number says about its decimal sign, and whether it has decimals."""
    if "." in digits and "," in digits:
        return ("comma" if digits.rindex(",") > digits.rindex(".") else "point"), True
    for sign, as_decimal, as_thousands in ((",", "comma", "point"), (".", "point", "comma")):
        if sign in digits:
            before, after = digits[: digits.index(sign)], digits[digits.rindex(sign) + 1 :]
            if digits.count(sign) > 1:
                return as_thousands, False
            if len(after) == 3 and 1 <= len(before) <= 3:
                return f"maybe {as_decimal}", False
            return as_decimal, True
    return "plain", False


def _decide(votes: Counter[str]) -> NumberFormat:
    """Certain votes first; a lone "1,234" is a thousand, a lone "1.234" is decimal."""
    if votes["comma"] > votes["point"]:
        return "comma"
    return "point"

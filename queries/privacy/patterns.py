"""What values look like: whether a column holds e-mail addresses, phone, card, account or identity numbers."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from queries.catalogue import Kind

MOST = 0.5
"""The share of values that have to look like a kind for their column to be of it."""

NEARLY_ALL = 0.9
"""The same where other numbers may look like it: any tenth number passes Luhn's check."""

_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s.0-9]+$"
_IDENTITY = r"^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$"
_SOCIAL = r"^\d{3}-\d{2}-\d{4}$"
_CHINESE_MOBILE = r"^(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}$"
_PHONES = (
    r"^\+ ?\d[\d ()./-]{6,18}\d$",
    r"^00[1-9][\d ()./-]{7,18}\d$",
    r"^\(?0[1-9]\d{1,4}\)?[ /-]{1,3}\d[\d /-]{4,12}\d$",
    r"^0[1-9](?:[ .]\d{2}){4}$",
    r"^\(?[2-9]\d{2}\)?[ .-]{1,2}\d{3}[ .-]\d{4}$",
)
_CARD = r"^(?:4|5[1-5]|2[2-7]|3[47]|6)\d{12,18}$"
_IBAN = r"^[A-Za-z]{2}\d{2}[A-Za-z0-9]{11,30}$"


def looks_like(values: pl.Series) -> Kind | None:
    """The kind that most of some values look like; None where they look like nothing of a person's.

    Args:
        values: Text or whole numbers, none missing.
    """
    text = as_text(values).alias("value").to_frame()
    value = pl.col("value")
    for kind, form, check, least in _TESTS:
        if _share(text, form(value)) >= least and (check is None or _share(text, form(value) & check(value)) >= least):
            return kind
    mobile = _share(text, value.str.contains(_CHINESE_MOBILE))
    return Kind.PHONE if mobile >= (NEARLY_ALL if values.dtype.is_integer() else MOST) else None


def _share(text: pl.DataFrame, holds: pl.Expr) -> float:
    """The share of texts for which something holds; none of none."""
    return float(text.select(holds.mean()).item() or 0.0)


def as_text(values: pl.Series) -> pl.Series:
    """Values as trimmed text; a whole number that was read as a fraction without the fraction."""
    if values.dtype.is_float() or values.dtype.is_decimal():
        values = values.cast(pl.Int64, strict=False).drop_nulls()
    text = values.cast(pl.String).str.strip_chars()
    return text.filter(text != "")


def digits(value: pl.Expr) -> pl.Expr:
    """How many digits a text has."""
    return value.str.count_matches(r"\d")


def _like_card(value: pl.Expr) -> pl.Expr:
    """Thirteen to nineteen digits that begin as those of a card's issuer."""
    return value.str.replace_all(r"[ -]", "").str.contains(_CARD)


def _by_luhn(value: pl.Expr) -> pl.Expr:
    """The last digit is the right one."""
    number = value.str.replace_all(r"[ -]", "")
    signs = number.str.reverse().str.extract_all(r"\d").cast(pl.List(pl.Int64), strict=False)
    odd = signs.list.gather_every(2).list.sum()
    doubled = signs.list.gather_every(2, 1).list.eval(pl.element() * 2)
    even = doubled.list.eval(pl.when(pl.element() > 9).then(pl.element() - 9).otherwise(pl.element())).list.sum()
    return (odd + even) % 10 == 0


def _like_account(value: pl.Expr) -> pl.Expr:
    """A country, two digits and the rest of an IBAN."""
    return value.str.replace_all(" ", "", literal=True).str.contains(_IBAN)


def _by_97(value: pl.Expr) -> pl.Expr:
    """Moved by four signs, letters as 10 … 35, it leaves 1 when divided by 97."""
    number = value.str.replace_all(" ", "", literal=True).str.to_uppercase()
    moved = number.str.slice(4) + number.str.slice(0, 4)
    for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", start=10):
        moved = moved.str.replace_all(letter, str(place), literal=True)
    rest = pl.lit(0, dtype=pl.Int64)
    for start in range(0, 68, 7):  # up to 34 signs of two digits, in steps that fit into 64 bits
        piece = moved.str.slice(start, 7)
        size = pl.lit(10, dtype=pl.Int64).pow(piece.str.len_chars().cast(pl.Int64))
        rest = (rest * size + piece.cast(pl.Int64, strict=False).fill_null(0)) % 97
    return rest == 1


def _like_phone(value: pl.Expr) -> pl.Expr:
    """One of the ways people write a number with its area or country; nine digits or more, so no date."""
    return pl.any_horizontal(value.str.contains(pattern) for pattern in _PHONES) & (digits(value) >= 9)


_Test = Callable[[pl.Expr], pl.Expr]

_TESTS: tuple[tuple[Kind, _Test, _Test | None, float], ...] = (
    (Kind.EMAIL, lambda value: value.str.contains(_EMAIL), None, MOST),
    (Kind.IDENTITY, lambda value: value.str.contains(_IDENTITY), None, MOST),
    (Kind.IDENTITY, lambda value: value.str.contains(_SOCIAL), None, NEARLY_ALL),
    (Kind.CARD, _like_card, _by_luhn, NEARLY_ALL),
    (Kind.ACCOUNT, _like_account, _by_97, MOST),
    (Kind.PHONE, _like_phone, None, MOST),
)
"""Kind, the form of one value, a check of its digits, and the share of values that has to pass."""

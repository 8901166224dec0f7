"""Numbers as people read them: separators, few digits, a unit. Every function takes a finite number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.formats.plurals import many
from queries.wording import current, say

if TYPE_CHECKING:
    from decimal import Decimal

_SCALES = ((10**12, "T"), (10**9, "B"), (10**6, "M"))
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩"}
_WITHOUT_CENTS = ("JPY", "KRW", "VND", "CLP", "ISK", "HUF")


def count(value: float) -> str:
    """How many: exact below a million, then 1.92 M."""
    if abs(value) >= 10**6:
        return compact(value)
    return f"{value:,}" if isinstance(value, int) else _trimmed(f"{value:,.1f}")


def compact(value: float) -> str:
    """A large number in three digits: 1.92 M, 34.1 B; 192万 where people count by ten thousands."""
    if current() != "en" and abs(value) < 10**16:
        return _compact_elsewhere(value, current())
    for size, letter in _SCALES:
        if abs(value) >= size * 0.9995 or size == 10**6:
            scaled = value / size
            digits = 2 if abs(scaled) < 9.995 else 1 if abs(scaled) < 99.95 else 0
            return f"{scaled:,.{digits}f} {letter}" if abs(scaled) < 10**6 else f"{value:.2e}"
    return count(value)


def _compact_elsewhere(value: float, language: str) -> str:
    """A large number in three digits, in the units of a language."""
    from babel.numbers import format_compact_decimal

    whole = format_compact_decimal(value, locale=language, fraction_digits=0)
    digits = max(0, 3 - sum(sign.isdigit() for sign in whole))
    return str(format_compact_decimal(value, locale=language, fraction_digits=digits))


def number(value: float) -> str:
    """A number without a unit, in about three digits that say something."""
    if isinstance(value, int):
        return count(value)
    size = abs(value)
    if size >= 10**6:
        return compact(value)
    if size >= 100:
        return f"{value:,.0f}" if size >= 1000 else f"{value:.1f}"
    if size >= 1 or value == 0:
        return f"{value:.2f}" if value else "0"
    return f"{value:.3g}"


def share(value: float) -> str:
    """A part of one: 8.5 %; what is not nothing never reads 0.0 %."""
    percent = value * 100
    if percent and abs(percent) < 0.05:
        return say("<0.1 %") if percent > 0 else say(">-0.1 %")
    return say("{percent:,.1f} %" if abs(percent) < 10**7 else "{percent:.1e} %", percent=percent)


def days(value: float) -> str:
    """A length of time in days: 94 d, 12.5 d."""
    return say("{number} d", number=_trimmed(f"{value:,.1f}") if abs(value) < 10**9 else f"{value:.1e}")


def rate(value: float) -> str:
    """So many per something: 0.40, 6.20, 12.5, 1,204."""
    size = abs(value)
    if size >= 10**6:
        return compact(value)
    if value and size < 0.095:
        return f"{value:.2g}"
    return f"{value:,.{0 if size >= 99.95 else 1 if size >= 9.995 else 2}f}"


def score(value: float) -> str:
    """A mark on a scale: whole ones bare, 3.42, 71.5."""
    if float(value).is_integer():
        return count(int(value))
    return f"{value:.2f}" if abs(value) < 9.995 else f"{value:,.1f}"


def money(value: float, currency: str | None, *, full: bool = False) -> str:
    """An amount with its currency: €96.11, €12,345, €1.92 M, CHF 12.50; full: €12,345.10, €1,921,000.00."""
    name = (currency or "").strip()
    before = _SIGNS.get(name.upper()) or (f"{name} " if name else "")
    size = abs(value)
    if size >= 999_999.5 and not full:
        digits = compact(size)
    else:
        cents = 0 if (size >= 999.995 and not full) or name.upper() in _WITHOUT_CENTS else 2
        digits = f"{size:,.{cents}f}"
    negative = value < 0 and any(digit in "123456789" for digit in digits)
    return f"{'-' if negative else ''}{before}{digits}"


def file_size(value: int) -> str:
    """How large a file is: 812 bytes, 4.2 MB, 38 GB."""
    if value < 1000:
        return many(value, "byte")
    scaled, unit = value / 1000, "kB"
    for unit in ("kB", "MB", "GB", "TB"):
        if scaled < 999.5 or unit == "TB":
            break
        scaled /= 1000
    return f"{scaled:,.{1 if scaled < 9.95 else 0}f} {unit}"


def grouped(value: float | Decimal) -> str:
    """A number with all its digits and separators."""
    if isinstance(value, float) and (abs(value) >= 10**16 or 0 < abs(value) < 10**-4):
        return repr(value)
    return _trimmed(f"{value:,}")


def _trimmed(text: str) -> str:
    """A number's text without a `.0` that says nothing, or a minus before nothing."""
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text

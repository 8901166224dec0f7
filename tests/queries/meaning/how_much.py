"""How much: the same amounts as numbers and as text, in whole units, in cents, in thousands."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.queries.meaning.dialect import Dialect, words
from tests.queries.meaning.history import Cents, Prices

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.queries.meaning.dialect import Work


def every(work: Work, change: Callable[[Cents], Any]) -> None:
    """All amounts of all tables, whatever they mean."""
    for sheet in work.sheets:
        for row in sheet.rows:
            row |= {concept: change(value) for concept, value in row.items() if isinstance(value, Cents)}


def number(work: Work) -> None:
    """A number of two decimals; text where a minus stands elsewhere than in front."""
    if work.minus == "-{}":
        every(work, lambda cents: Decimal(cents).scaleb(-2))
    else:
        text(work, plain)


def text(work: Work, form: Callable[[int], str]) -> None:
    """Text, the sign as the work has it."""
    every(work, lambda cents: work.minus.format(form(-cents)) if cents < 0 else form(cents))


def swapped(written: str) -> str:
    """Commas for dots and dots for commas."""
    return written.translate(str.maketrans(",.", ".,"))


def minor(work: Work, currency: str) -> None:
    """Cents as whole numbers; a currency stands beside, and nothing says that they are cents."""
    if work.minus == "-{}":
        every(work, int)
    else:
        text(work, str)
    for sheet in [*work.with_concept("amount"), *work.with_concept("price"), *work.with_concept("paid_part")]:
        for row in sheet.rows:
            row["currency"] = currency


def thousands(cents: int) -> str:
    """1.2K from a thousand on."""
    return f"{cents / 100_000:.1f}K" if cents >= 100_000 else plain(cents)


def with_currency(work: Work) -> None:
    """Two decimals, and one currency in a column beside."""
    number(work)
    for sheet in work.with_concept("amount"):
        for row in sheet.rows:
            row["currency"] = "EUR"


def plain(cents: int) -> str:
    return f"{cents / 100:.2f}"


def grouped(cents: int) -> str:
    return f"{cents / 100:,.2f}"


FORMS: tuple[tuple[str, Callable[[int], str], Prices | None, str], ...] = (
    ("comma", lambda cents: swapped(plain(cents)), None, ""),
    ("comma, dots between thousands", lambda cents: swapped(grouped(cents)), Prices.LARGE, ""),
    ("commas between thousands", grouped, Prices.LARGE, ""),
    ("dots between thousands, no decimals", lambda c: swapped(f"{c / 100:,.0f}"), Prices.FIVE_HUNDREDS, "split"),
    ("€ in front", lambda cents: f"€{grouped(cents)}", Prices.LARGE, ""),
    ("$ in front", lambda cents: f"${grouped(cents)}", None, ""),
    ("€ behind", lambda cents: f"{swapped(grouped(cents))} €", Prices.LARGE, ""),
    ("code in front", lambda cents: f"CHF {plain(cents)}", None, ""),
    ("K", thousands, Prices.HUNDREDS, "split"),
)
"""Name, form of an amount that is not negative, prices that show it, what it bars: parts of payments are not round."""

DIALECTS = (
    Dialect("two decimals", number),
    Dialect("two decimals and a currency", with_currency, bars=words("foreign")),
    Dialect("cents", partial(minor, currency="eur"), bars=words("foreign")),
    *(Dialect(name, partial(text, form=form), prices=prices, bars=words(bars)) for name, form, prices, bars in FORMS),
)

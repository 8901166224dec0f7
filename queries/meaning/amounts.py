"""Which of several columns of money is what was paid: by their names, and by how their values hang together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from queries.eventlog.expressions import number
from queries.mapping.names import fit, read_name
from queries.meaning.numbers import could_be_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from queries.mapping.model import Field
    from queries.meaning.values import TableValues, Values

Standing = Literal["paid", "plain", "base", "gross", "net", "unknown", "list", "owed", "other", "refunded"]

RANK: dict[Standing, float] = {
    "paid": 5, "plain": 4, "net": 3.5, "gross": 3.5, "base": 3, "unknown": 2.5, "list": 2, "owed": 1, "other": 0,
    "refunded": -1,
}  # fmt: skip
"""How near a column of money is to what was paid; those of no rank above zero are never revenue."""

_WORDS: tuple[tuple[Standing, frozenset[str]], ...] = (
    ("refunded", frozenset(["refund", "refunded", "returned", "return", "chargeback"])),
    ("owed", frozenset([
        "outstanding", "open", "due", "owed", "unpaid", "remaining", "receivable", "balance", "payable", "offen",
        "restant", "pendiente", "saldo", "overdue",
    ])),
    ("list", frozenset([
        "list", "original", "before", "compare", "regular", "msrp", "undiscounted", "catalog", "retail", "rrp", "uvp",
        "pre", "old", "initial", "listed",
    ])),
    ("other", frozenset([
        "commission", "fee", "tip", "vat", "shipped", "shipping", "freight", "discount", "deposit", "advance",
        "cost", "cogs",
        "margin", "profit", "credit", "coupon", "gift", "point", "cashback", "rebate", "surcharge", "insurance", "duty",
        "budget", "limit", "average", "avg", "lifetime", "min", "max", "threshold", "installment", "percent",
        "percentage", "card", "swiped",
        "rate", "weight", "age", "score", "latitude", "longitude", "lat", "lon", "lng", "ratio", "probability",
        "reward", "bonus", "voucher", "postage", "handling", "gratuity", "change", "tendered", "wallet",
        "exchange", "loyalty", "km", "hour", "minute", "stock", "withholding", "expected",
    ])),
    ("net", frozenset([
        "net", "netto", "neto", "untaxed", "excl", "excluding", "subtotal", "exclusive", "ex", "líquido", "liquido",
    ])),
    ("gross", frozenset(["gross", "brutto", "brut", "bruto", "incl", "including", "inclusive", "inc"])),
    ("base", frozenset(["base", "converted", "local", "home", "functional", "reporting", "presentment"])),
    ("paid", frozenset([
        "paid", "received", "charged", "captured", "settled", "collected", "final", "actual", "effective", "pagado",
        "bezahlt", "payé", "cobrado", "pago", "pagar", "current",
    ])),
)  # fmt: skip
"""What a column of money is by the words of its name, the more telling first."""

_LINE = frozenset(["unit", "item", "line", "lineitem", "each", "sku", "product", "price"])
_ORDER = frozenset([
    "order", "total", "grand", "invoice", "paid", "transaction", "sale", "checkout", "basket", "receipt", "purchase",
    "final",
])  # fmt: skip
_CENTS = r"\D{0,4}\d[\d'’\s.,]*[.,]\d{2}\D{0,4}"


@dataclass(frozen=True)
class Rival:
    """A column that may hold what was paid.

    Attributes:
        column: Its name.
        standing: What its name says it is.
        fit: How well the name says "amount", from 0 to 1.
    """

    column: str
    standing: Standing
    fit: float

    @property
    def possible(self) -> bool:
        """Whether it may be what was paid at all: a fee, a tip or a discount never is."""
        return RANK[self.standing] > 0

    @property
    def rank(self) -> float:
        """How near it is to what was paid; among equals the better name is."""
        return RANK[self.standing] + 0.4 * self.fit


def standing_of(column: str) -> Standing:
    """What a column of money is, by its name."""
    words = set(read_name(column).words)
    if "tax" in words and not words & {"incl", "including", "excl", "excluding", "inc", "ex", "total"}:
        return "other"
    for standing, known in _WORDS:
        if words & known:
            return standing
    return "plain" if fit(column, "amount") >= 0.5 or fit(column, "price") >= 0.5 else "unknown"


def money_columns(table: TableValues, used: set[str]) -> list[Rival]:
    """The columns of money of a table, the likeliest to be what was paid first; not those of a unit's price."""
    found = []
    for values in table.columns.values():
        if values.name in used or not values.filled or not could_be_number(values):
            continue
        standing = standing_of(values.name)
        worth = max(fit(values.name, "amount"), 0.9 * fit(values.name, "price"))
        if _is_constant(values):
            continue
        if standing == "refunded" and values.distinct > 2 and not read_name(values.name).is_id:
            found.append(Rival(values.name, standing, worth))
            continue
        if worth < 0.3 and not _like_money(values):
            continue
        if standing == "unknown" and (not _like_money(values) or _measures(values.name)):
            continue
        found.append(Rival(values.name, standing, worth))
    return sorted(found, key=lambda one: (-one.rank, list(table.columns).index(one.column)))


def _measures(name: str) -> bool:
    """Whether a name says that a column measures something else than money."""
    return any(fit(name, meaning) >= 0.5 for meaning in ("duration", "score", "quantity"))


def _is_constant(values: Values) -> bool:
    """Whether there are hardly any different amounts, as where a column is never used or says yes or no."""
    return values.rows >= 10 and values.distinct <= 2


def _like_money(values: Values) -> bool:
    """Whether the values have cents, as money has, and none is below zero by much."""
    if values.kind == "number" and values.whole:
        return False
    if read_name(values.name).is_id or not values.texts:
        return False
    decimals = values.share(r"[+-]?\d+\.\d{1,2}") if values.kind == "number" else values.share(_CENTS)
    return decimals >= 0.9 and values.distinct > 10


def is_of_line(column: str) -> bool:
    """Whether a name says that its money is that of one line, not of the order."""
    words = set(read_name(column).words)
    return bool(words & _LINE) and not words & (_ORDER - {"sale"})


def is_of_order(column: str) -> bool:
    """Whether a name says that its money is that of a whole order."""
    return bool(set(read_name(column).words) & _ORDER) and not is_of_line(column)


def near(best: Rival, other: Rival) -> bool:
    """Whether neither of two columns is by its name plainly the one that was paid."""
    pair = {best.standing, other.standing}
    if pair in ({"gross", "net"}, {"plain", "base"}, {"unknown"}, {"paid", "base"}, {"gross"}, {"net"}):
        return True
    return best.standing == other.standing and abs(best.fit - other.fit) < 0.12


def explained(
    connection: duckdb.DuckDBPyConnection, table: TableValues, fields: dict[str, Field], gross: str, net: str,
    others: Iterable[Rival],
) -> str | None:  # fmt: skip
    """Which of a gross and a net amount was paid, where another column is the difference between them.

    A fee is kept by somebody else: gross was paid. A discount or a refund was never paid: net was.
    """
    rivals = [one for one in others if one.standing in ("other", "refunded") and one.column in fields]
    for one in rivals:
        words = set(read_name(one.column).words)
        takes = words & {"fee", "commission", "tax", "vat"}
        if _difference(connection, table, [fields[name] for name in (gross, net, one.column)]) >= 0.9:
            return gross if takes else net
    return None


def _difference(connection: duckdb.DuckDBPyConnection, table: TableValues, fields: Sequence[Field]) -> float:
    """The share of rows in which the third number is the difference of the first two, and not zero throughout."""
    one, two, three = (number(field, table.columns[field.column or ""].type) for field in fields)
    sql = (
        f"SELECT avg((abs(abs(a - b) - abs(c)) < 0.011)::INTEGER), count(*) FILTER (c <> 0) FROM ("
        f"SELECT {one} AS a, {two} AS b, {three} AS c FROM {table.head})"
    )
    share, filled = connection.sql(sql).fetchall()[0]
    return float(share or 0.0) if filled else 0.0

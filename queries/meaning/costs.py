"""What goods cost whoever sells them, their list price, and what was taken off: by name, and by what was paid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from queries.eventlog.expressions import number, trimmed
from queries.mapping.model import Field, Finding, ItemTable, Meaning, ProductTable
from queries.mapping.names import read_name
from queries.meaning.columns import choose
from queries.meaning.money import number_field
from queries.meaning.prices import GROWS, growth

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from queries.meaning.columns import Candidate
    from queries.meaning.draft import Draft
    from queries.meaning.numbers import Numbers
    from queries.meaning.values import TableValues

COSTS = (Meaning.COST, Meaning.LIST_PRICE, Meaning.DISCOUNT)
USUAL = 0.5
"""A product's price is its list price where so many of its lines were sold at it: else it is another price."""
HOLDS = 0.9
"""A cost is not above what was paid in so many rows, a list price not below it."""
IN_HUNDREDTHS = frozenset(["percent", "percentage", "rate"])


@dataclass(frozen=True)
class Sold:
    """Rows of things that were sold, or are for sale.

    Attributes:
        connection: The open files.
        table: Their table, looked at.
        used: Its columns that mean something already.
        quantity: How many pieces a row is about; None is one.
        price: What one piece was sold for.
        amount: What the row was sold for.
        item: The column that says what it is; empty where none does.
    """

    connection: duckdb.DuckDBPyConnection
    table: TableValues
    used: set[str]
    quantity: Field | None = None
    price: Field | None = None
    amount: Field | None = None
    item: str = ""

    def read(self, field: Field | None) -> str:
        """The expression that reads a number; one where no column holds it."""
        return number(field, self.table.columns[field.column].type) if field and field.column else "1.0"

    def paid(self, of: str | None) -> str | None:
        """The expression for what one piece, or the whole line, was sold for; None where that is not known."""
        if of == "line":
            return self.read(self.amount) if self.amount else self._times("*") if self.price else None
        return self.read(self.price) if self.price else self._times("/") if self.amount else None

    def _times(self, sign: str) -> str:
        known = self.read(self.price or self.amount)
        return f"({known}) {sign} nullif({self.read(self.quantity)}, 0)"

    @property
    def factor(self) -> float:
        """What money is multiplied by here: prices in cents stand beside costs in cents."""
        known = self.price or self.amount
        return known.factor if known else 1.0


def find_costs(draft: Draft) -> None:
    """The costs, list prices and discounts of an event table's rows."""
    amount = draft.fields.get(Meaning.AMOUNT)
    sold = Sold(
        draft.connection,
        draft.table,
        draft.used,
        draft.fields.get(Meaning.QUANTITY),
        draft.fields.get(Meaning.PRICE),
        None if amount is None or amount.once else amount,
        draft.column(Meaning.ITEM),
    )
    for meaning, field, finding in _found(sold):
        draft.fields[meaning] = field
        draft.findings.append(replace(finding, meaning=meaning.value))


def costs_of_lines(sold: Sold, items: ItemTable) -> tuple[ItemTable, list[Finding]]:
    """The order lines with their costs, list prices and discounts."""
    found = list(_found(sold))
    told: dict[str, Any] = {meaning.value: field for meaning, field, _ in found}
    return replace(items, **told), [replace(one, meaning=f"items.{meaning}") for meaning, _, one in found]


def costs_of_goods(
    connection: duckdb.DuckDBPyConnection, table: TableValues, products: ProductTable, lines: Sold | None
) -> tuple[ProductTable, list[Finding]]:
    """The products with what a piece costs whoever sells it, and its list price.

    Args:
        connection: The open files.
        table: The table of products, looked at.
        products: What is known of it.
        lines: The order lines, if there are any.
    """
    used = {name for name in (products.id, products.name, products.category) if name}
    listed = choose(table, used, (Meaning.PRICE, Meaning.LIST_PRICE))
    offers = listed.get(Meaning.LIST_PRICE) or listed.get(Meaning.PRICE)
    told: dict[str, Any] = {}
    findings = []
    if offers:
        field, numbers = number_field(connection, table, offers[0].column, money=True)
        if numbers.share >= HOLDS:
            told["price"] = field
            findings.append(_finding(table, "products.price", field, offers))
    used |= {field.column or "" for field in told.values()}
    for meaning, field, finding in _found(Sold(connection, table, used, price=told.get("price")), (Meaning.COST,)):
        told[meaning.value] = replace(field, of=None)
        findings.append(replace(finding, meaning=f"products.{meaning}"))
    if "price" in told and not (lines and _sold_at(lines, table, products.id, told["price"])):
        told.pop("price")
        findings = [finding for finding in findings if finding.meaning != "products.price"]
    return replace(products, **told), findings


def _sold_at(lines: Sold, goods: TableValues, id_: str, price: Field) -> bool:
    """Whether lines are usually sold at the price of their product."""
    paid, listed = lines.paid(None), number(price, goods.columns[price.column or ""].type)
    if paid is None:
        return False
    sql = (
        f"SELECT avg((abs(paid - listed) <= 0.01 * listed)::INTEGER) FROM (SELECT {trimmed(lines.item)} AS item, "
        f"{paid} AS paid FROM {lines.table.head}) JOIN (SELECT {trimmed(id_)} AS item, {listed} AS listed "
        f"FROM {goods.sql}) USING (item) WHERE paid > 0 AND listed > 0"
    )
    return float(lines.connection.sql(sql).fetchall()[0][0] or 0.0) >= USUAL


def lines_sold(connection: duckdb.DuckDBPyConnection, table: TableValues, items: ItemTable) -> Sold:
    """The order lines as things that were sold."""
    numbers = {"quantity": items.quantity, "price": items.price, "amount": items.amount}
    used = {items.order, items.item, *(field.column or "" for field in numbers.values() if field)}
    return Sold(connection, table, used, item=items.item, **numbers)


def _found(sold: Sold, wanted: tuple[Meaning, ...] = COSTS) -> Iterator[tuple[Meaning, Field, Finding]]:
    """What columns by their names may be, and are by their values."""
    for meaning, offers in choose(sold.table, sold.used, wanted).items():
        read, numbers = number_field(
            sold.connection, sold.table, offers[0].column, money=meaning is not Meaning.DISCOUNT
        )
        if numbers.share < HOLDS:
            continue
        field = replace(read, factor=sold.factor)
        told = _discount(sold, field, numbers) if meaning is Meaning.DISCOUNT else _fitting(sold, meaning, field)
        if told:
            yield meaning, told, _finding(sold.table, meaning.value, told, offers)


def _finding(table: TableValues, meaning: str, field: Field, offers: list[Candidate]) -> Finding:
    best, *others = offers
    samples, rivals = table.columns[best.column].samples, tuple(one.column for one in others)[:5]
    return Finding(table.name, meaning, field, round(best.confidence, 3), best.reason, samples, rivals)


def _fitting(sold: Sold, meaning: Meaning, field: Field) -> Field | None:
    """A cost or list price, of a piece or of the line, whichever goes with what was paid; None where neither does."""
    line = replace(field, of="line")
    likely = (line, field) if _grows(sold, field) else (field, line)
    return next((one for one in likely if _holds(sold, meaning, one)), None)


def _holds(sold: Sold, meaning: Meaning, field: Field) -> bool:
    """Whether a cost is hardly ever above what was paid, a list price hardly ever below; true where that is unknown."""
    paid = sold.paid(field.of)
    if paid is None:
        return field.of is None
    # Prices are rounded to cents.
    fits = "x <= paid * 1.01" if meaning is Meaning.COST else "x >= paid * 0.99"
    sql = (
        f"SELECT avg(({fits})::INTEGER) FROM (SELECT {sold.read(field)} AS x, {paid} AS paid FROM {sold.table.head}) "
        "WHERE x > 0 AND paid > 0"
    )
    return float(sold.connection.sql(sql).fetchall()[0][0] or 0.0) >= HOLDS


def _discount(sold: Sold, field: Field, numbers: Numbers) -> Field | None:
    """What was taken off: a share of the list price, money of a piece or of the line; None where nothing ever was."""
    sql = f"SELECT max(abs({sold.read(replace(field, factor=1.0))})) FROM {sold.table.head}"
    highest = float(sold.connection.sql(sql).fetchall()[0][0] or 0.0)
    if not highest:
        return None
    if highest <= 1 and numbers.fractions:
        return replace(field, of="share", factor=1.0)
    if set(read_name(field.column or "").words) & IN_HUNDREDTHS and highest <= 100:
        return replace(field, of="share", factor=0.01)
    return replace(field, of="line") if _grows(sold, field) else field


def _grows(sold: Sold, field: Field) -> bool:
    """Whether a number is higher where more pieces were sold, as that of the whole line is."""
    if sold.quantity is None:
        return False
    times = growth(sold.connection, sold.table, field, sold.quantity, sold.item)
    return times is not None and times >= GROWS[0]

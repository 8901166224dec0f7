"""How one mapped event table becomes rows of the log, as DuckDB SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from queries.errors import MappingError
from queries.eventlog.expressions import TEN_THOUSANDTHS, money, number, order_id, time_ms, trimmed
from queries.eventlog.given_back import (
    BACK,
    BACK_AMOUNT,
    BACK_ORDER,
    BACK_TIME,
    back_amount,
    beside,
    given_back,
    gives_back,
    own_refunds,
    refunded,
    refunds_of,
    told_later,
)
from queries.eventlog.identity import customer_of, integer_ids, type_of, with_person
from queries.eventlog.origin import WHY, is_marked, marked, origin
from queries.mapping.model import EventTable, Field, Mapping, Meaning
from queries.mapping.vocabulary import CURRENCIES
from queries.source.table import Table, literal, quoted
from queries.wording import say

if TYPE_CHECKING:
    from queries.source import Source


LINES_ORDER, LINES_AMOUNT = quoted("order of the lines"), quoted("amount of the lines")
"""What order lines bring to an order: no export calls a column so."""
ANYBODY = "anybody"
"""Whose every row is of a table that does not say who it was; no answer shows it."""

SIGNS = r"R\$|US\$|HK\$|CA\$|[AC]\$|[€$£¥￥元₹₩₽₺₫฿₱₪₦]|zł|Kč|kr|Rp|RM|[A-Z]{3}"
"""What stands beside amounts and says what they are in."""


@dataclass(frozen=True)
class Reading:
    """One event table, ready to be read.

    Attributes:
        entry: What the mapping says of it.
        table: The table itself.
        as_integer: Whether customer ids are whole numbers in every table.
        source: The open files, where other tables say more about a row.
        lines: The table of payments or order lines, where the amount of an order is that of these.
        tidy_ids: Whether no customer id needs mending.
        stored: The temporary table that holds the rows once read; empty reads them each time.
    """

    entry: EventTable
    table: Table
    mapping: Mapping
    source: Source
    as_integer: bool
    stored: str = ""
    tidy_ids: bool = False
    lines: Table | None = None

    def type_of(self, field: Field, table: Table | None = None) -> str:
        """The DuckDB type of the field's column."""
        columns = (table or self.table).columns
        return next((column.type for column in columns if column.name == field.column), "VARCHAR")

    def field(self, meaning: Meaning) -> Field | None:
        """Where a meaning comes from, if the table has it."""
        return self.entry.fields.get(meaning)

    @property
    def grouped(self) -> bool:
        """Whether several rows can be one order."""
        return Meaning.ORDER in self.entry.fields

    def origin(self, *, with_reasons: bool = False) -> str:
        """FROM and WHERE: the rows that count, beside the person behind their id and what their orders are worth.

        With reasons, those that do not count are among them, each with the reason why.
        """
        if with_reasons:
            rows = f"({marked(self.source, self.mapping, self.entry, self.table)})"
        else:
            rows = origin(self.source, self.mapping, self.entry, self.table)
        if customer := self.field(Meaning.CUSTOMER):
            rows = with_person(self.source, self.mapping, customer, rows)
        if self.lines is not None:
            rows = f"(SELECT * FROM {rows}) LEFT JOIN ({self._lines()}) ON {self._same(LINES_ORDER)}"
        if not gives_back(self.mapping, self.entry) or self.told_later:
            return rows
        rows = f"(SELECT * FROM {rows}) LEFT JOIN ({self._given_back()}) ON {self._same(BACK_ORDER)}"
        return rows if self.once else self._from_one_line(rows)

    @property
    def costly(self) -> bool:
        """Whether reading means parsing text, which is worth doing once only."""
        field = self.field(Meaning.TIME)
        return field is not None and self.type_of(field) == "VARCHAR"

    def rows(self) -> str:
        """The SQL that gives every row with its meanings read, from where it was stored if it was."""
        if not self.stored:
            return self.raw()
        if not is_marked(self.entry):
            return f"FROM {self.stored}"
        return f"SELECT * EXCLUDE ({WHY}) FROM {self.stored} WHERE {WHY} IS NULL"

    def marked_rows(self) -> str:
        """The same, and where rows of the table may not count, these as well, each with the reason why."""
        return f"FROM {self.stored}" if self.stored else self.raw(with_reasons=is_marked(self.entry))

    def raw(self, more: str = "", *, with_reasons: bool = False) -> str:
        """Every row with its meanings read: customer, time, kind, channel, amount, order, attributes; and `more`."""
        columns = [
            f"{self.customer()} AS customer",
            f"{self._when()} AS time",
            f"{self.kind()} AS kind",
            f"{self.text(Meaning.CHANNEL)} AS channel",
            f"{self.amount()} AS amount",
            f"{self._order()} AS order_id",
            f"{self.currency()} AS currency",
            f"({self.entry.refund or 'false'}\n){f' OR {BACK}' if self.told_later else ''} AS refunded",
            *(f"{quoted(name)} AS {quoted('attribute ' + name)}" for name in self.entry.attributes),
            *([f"{self._orders()} AS orders"] if self.counted else []),
            *([BACK] if self.told_later else []),
            *([more] if more else []),
            *([WHY] if with_reasons else []),
        ]
        rows = self.origin(with_reasons=with_reasons)
        if self.told_later:
            rows = beside(rows, self._refunds(rows, WHY if with_reasons and is_marked(self.entry) else "NULL"))
        return f"SELECT {', '.join(columns)} FROM {rows}"

    def customer(self) -> str:
        """The expression that reads the customer's id; where no column says who it was, all rows are of one."""
        field = self.field(Meaning.CUSTOMER)
        if field is None:
            return literal(ANYBODY)
        return customer_of(self.mapping, field, self.table, as_integer=self.as_integer, tidy=self.tidy_ids)

    def time(self) -> str:
        """The expression that reads the time, in ms; where no column says when, all rows are of the file's own day."""
        field = self.field(Meaning.TIME)
        if field is None:
            day = datetime.combine(self.source.modified.date(), time.min, UTC)
            return f"{int(day.timestamp()) * 1000}::BIGINT"
        return time_ms(field, self.type_of(field), self.mapping.timezone)

    def _when(self) -> str:
        """The time of a row, which is another one where it is a refund told beside its order."""
        return f"CASE WHEN {BACK} THEN {BACK_TIME} ELSE {self.time()} END" if self.told_later else self.time()

    def _order(self) -> str:
        """The order of a row; every refund told beside its order is one of its own."""
        order = self.text(Meaning.ORDER)
        return f"CASE WHEN {BACK} THEN {order} || ' ' || {BACK_TIME} ELSE {order} END" if self.told_later else order

    def kind(self) -> str:
        """The expression that reads the kind of event."""
        field = self._needed(Meaning.EVENT)
        return (
            literal(field.value) if field.value is not None else f"coalesce({trimmed(field.column or '')}, 'unknown')"
        )

    def text(self, meaning: Meaning) -> str:
        """The expression that reads a meaning as text; NULL where the table has none."""
        field = self.field(meaning)
        if field is None:
            return "NULL::VARCHAR"
        if field.value is not None:
            return literal(field.value)
        column = field.column or ""
        return order_id(column, self.type_of(field)) if meaning is Meaning.ORDER else trimmed(column)

    def amount(self) -> str:
        """The expression that reads the amount, in ten-thousandths; needs `origin`."""
        own = self._own_amount()
        if self.told_later:
            own = f"CASE WHEN {BACK} THEN {BACK_AMOUNT} ELSE {own} END"
        elif gives_back(self.mapping, self.entry):
            own = f"({own}) - coalesce({BACK_AMOUNT}, 0)"
        rate = self.rate()
        return f"try_cast(round(({own}) * {rate}) AS BIGINT)" if rate else own

    def rate(self) -> str:
        """The expression for what one of a row's currency is worth in that of the mapping; empty where all have one."""
        if not self.mapping.rates or self.field(Meaning.CURRENCY) is None:
            return ""
        rates = " ".join(f"WHEN {literal(code)} THEN {rate!r}" for code, rate in self.mapping.rates.items())
        return f"CASE upper({self.currency()}) {rates} ELSE 1 END"

    def _own_amount(self) -> str:
        """The amount without what another table says was given back, in the currency of the row."""
        amount, price, quantity = (self.field(m) for m in (Meaning.AMOUNT, Meaning.PRICE, Meaning.QUANTITY))
        back = self.field(Meaning.REFUNDED)
        own = LINES_AMOUNT if self.lines else self.priced(amount, price, quantity, self.table)
        if back is None:
            return own
        return refunded(own, self._back(back))

    def _back(self, field: Field) -> str:
        """What a row says was given back of it at its own time: that of an order on one of its rows, where these are
        added up; nothing where it says when that was."""
        back = back_amount(field, self.table)
        if field.once and not self.once:
            first = f"row_number() OVER (PARTITION BY {self.text(Meaning.ORDER)}) = 1"
            back = f"CASE WHEN {first} THEN {back} ELSE 0 END"
        return f"CASE WHEN ({self._back_time()}) IS NULL THEN {back} ELSE 0 END" if self._back_time() else back

    def _back_time(self) -> str:
        """The expression that reads when it was given back; empty where no column says it."""
        field = self.field(Meaning.REFUNDED_AT)
        return time_ms(field, self.type_of(field), self.mapping.timezone) if field else ""

    def _refunds(self, rows: str, why: str) -> str:
        """The refunds with a time of their own, shaped like rows of their orders; `why` tells which do not count."""
        back = self.field(Meaning.REFUNDED)
        if back is None or not self._back_time():
            return refunds_of(rows, self.text(Meaning.ORDER), self.time(), self._given_back(), f"{why} IS NULL")
        condition = f"{why} IS NULL"
        if back.once:
            condition += f" QUALIFY row_number() OVER (PARTITION BY {self.text(Meaning.ORDER)}) = 1"
        return own_refunds(rows, back_amount(back, self.table), self._back_time(), condition)

    def _orders(self) -> str:
        """The expression that reads how many orders a row stands for."""
        field = self._needed(Meaning.ORDERS)
        return f"try_cast({number(field, self.type_of(field))} AS BIGINT)"

    def currency(self) -> str:
        """The expression that reads what an amount is in: from its own column, or from the sign beside it."""
        field = self.field(Meaning.CURRENCY)
        if field is None or field.format != "sign":
            return self.text(Meaning.CURRENCY)
        sign = f"regexp_extract({trimmed(field.column or '')}, {literal(SIGNS)})"
        codes = " ".join(f"WHEN {literal(word)} THEN {literal(code)}" for word, code in CURRENCIES.items())
        return f"CASE lower({sign}) {codes} ELSE nullif(upper({sign}), '') END"

    @property
    def counted(self) -> bool:
        """Whether a row may stand for several orders."""
        return Meaning.ORDERS in self.entry.fields

    @property
    def once(self) -> bool:
        """Whether the amount stands on every line of its order and counts once."""
        amount = self.field(Meaning.AMOUNT)
        return bool(amount and amount.once) or self.lines is not None

    def priced(self, amount: Field | None, price: Field | None, quantity: Field | None, table: Table) -> str:
        """The amount of a row in ten-thousandths: its own, else price times quantity, else the price."""
        if amount:
            return money(amount, self.type_of(amount, table))
        if price and quantity:
            product = f"{number(price, self.type_of(price, table))} * {number(quantity, self.type_of(quantity, table))}"
            return f"try_cast(round({product} * {TEN_THOUSANDTHS}) AS BIGINT)"
        return money(price, self.type_of(price, table)) if price else "NULL::BIGINT"

    def _lines(self) -> str:
        """What the payments of an order, else its lines, add up to: one row an order."""
        items, paid = self.mapping.items, self.mapping.payments
        if self.lines is None:
            return ""
        if paid:
            order, amount = paid.order, money(paid.amount, type_of(self.lines, paid.amount.column))
        else:
            assert items is not None, "lines come from one of the two"
            order, amount = items.order, self.priced(items.amount, items.price, items.quantity, self.lines)
        read = order_id(order, type_of(self.lines, order))
        return (
            f"SELECT {read} AS {LINES_ORDER}, sum({amount})::BIGINT AS {LINES_AMOUNT} FROM {self.lines.sql} GROUP BY 1"
        )

    @property
    def told_later(self) -> bool:
        """Whether what was given back is a refund at a time of its own."""
        return told_later(self.mapping, self.entry)

    def _given_back(self) -> str:
        """What another table gives back of these orders."""
        assert self.mapping.refunded is not None, "asked only where a table tells it"
        return given_back(self.mapping, self.source.table(self.mapping.refunded.table))

    def _from_one_line(self, rows: str) -> str:
        """Rows of which one alone of an order knows what was given back: one that counts and is worth something."""
        last = f"({self.customer()}) IS NULL, ({self.time()}) IS NULL, ({self._own_amount()}) IS NULL"
        first = f"row_number() OVER (PARTITION BY {BACK_ORDER} ORDER BY {last}) = 1"
        return f"(SELECT * REPLACE (CASE WHEN {first} THEN {BACK_AMOUNT} END AS {BACK_AMOUNT}) FROM {rows})"

    def _same(self, order: str) -> str:
        """The condition that a row is of the order of another table."""
        return f"{self.text(Meaning.ORDER)} = {order}"

    def _needed(self, meaning: Meaning) -> Field:
        field = self.field(meaning)
        if field is None:
            raise MappingError(
                say(
                    "The mapping of {table} does not say which column is the {value}.",
                    table=self.entry.table,
                    value=meaning.value,
                ),
                say("Add {value} = “COLUMN” under its [[events]].", value=meaning.value),
            )
        return field


def readings(source: Source, mapping: Mapping) -> list[Reading]:
    """Every event table of the mapping, ready to be read; none of customers without a history.

    Raises:
        MappingError: The mapping names no event table and no customer table, or one that is not there.
    """
    if not mapping.events and not mapping.customers:
        raise MappingError(
            say("No table of {title} is known to hold interactions.", title=source.title),
            say("Write a mapping with “regulars map”, name the event table in it, and open it with --map."),
        )
    as_integer = integer_ids(source, mapping)
    return [
        Reading(entry, source.table(entry.table), mapping, source, as_integer, lines=_lines_of(source, mapping, entry))
        for entry in mapping.events
    ]


def _lines_of(source: Source, mapping: Mapping, entry: EventTable) -> Table | None:
    """The payments or lines that give an event table's orders their amounts, where it has orders and no amounts."""
    items, paid = mapping.items, mapping.payments
    own = {Meaning.AMOUNT, Meaning.PRICE} & set(entry.fields)
    if (
        own
        or Meaning.ORDER not in entry.fields
        or entry.fields[Meaning.EVENT].value not in mapping.roles.get("purchase", ())
    ):
        return None
    if paid:
        return source.table(paid.table)
    return source.table(items.table) if items and (items.amount or items.price) else None

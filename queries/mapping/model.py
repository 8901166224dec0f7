"""What a mapping says: which table and column means what. Nothing here reads a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Meaning(StrEnum):
    """What a column of an event table can mean."""

    CUSTOMER = "customer"
    TIME = "time"
    EVENT = "event"
    CHANNEL = "channel"
    AMOUNT = "amount"
    PRICE = "price"
    QUANTITY = "quantity"
    CURRENCY = "currency"
    ORDER = "order"
    ITEM = "item"
    SESSION = "session"
    PAGE = "page"
    CAMPAIGN = "campaign"
    SOURCE = "source"
    MEDIUM = "medium"
    VARIANT = "variant"
    CONVERTED = "converted"
    MESSAGE = "message"
    DURATION = "duration"
    SCORE = "score"
    TEXT = "text"
    COST = "cost"
    LIST_PRICE = "list_price"
    DISCOUNT = "discount"
    REFUNDED = "refunded"
    REFUNDED_AT = "refunded_at"
    ORDERS = "orders"
    WAVE = "wave"
    REPLIED = "replied"
    RESOLVED = "resolved"
    REASON = "reason"
    REOPENED = "reopened"
    CONVERSATION = "conversation"
    DIRECTION = "direction"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    REACH = "reach"


TimeFormat = Literal[
    "native", "iso", "ymd", "dmy", "mdy", "epoch_s", "epoch_ms", "epoch_us", "local", "serial", "period", "day_number",
    "week_number",
]  # fmt: skip
"""How a time column is read.

`native` is a column that already has a time type; `iso` text that DuckDB casts; `local` the
same without its offset from UTC, so that days and hours are those of the place, unless a time zone is set;
`ymd`, `dmy` and `mdy` text
(or, for `ymd`, whole numbers like 19970131) with the date's parts in that order, any separator, and an
optional clock time; `epoch_*` numbers since 1970 (UTC); `serial` days since 1899-12-30, as spreadsheets count;
`period` a year with its quarter, month or week (2016-Q1, 2016-07, 2016-W27), read as its first day; `day_number`
and `week_number` whole numbers that count days or weeks from 1, the first of which is Monday, 1 January 2001,
since the file does not say when it was."""

NumberFormat = Literal["native", "point", "comma"]
"""How a number is read: `native` numeric column, or text with a decimal point or a decimal comma."""

ROLES = ("purchase", "refund", "click", "visit", "survey")
"""What an event kind can stand for. Events without a role are plain interactions."""


@dataclass(frozen=True)
class Field:
    """Where one meaning comes from: a column of the table, or one value for every row.

    Exactly one of `column` and `value` is set.

    Attributes:
        column: The column's name.
        value: The one value of every row.
        format: How text or numbers become a time (`TimeFormat`) or an amount (`NumberFormat`), or `sign` where a
            currency is the sign beside amounts; None means the column's own type.
        clock: The column with the time of day, where `column` holds only the date.
        factor: What a number is multiplied by: 0.01 for amounts in cents.
        once: Whether an amount stands on every line of its order and counts once.
        otherwise: The column that names the customer where `column` names nobody (a guest's e-mail address).
        of: What a cost, a list price or a discount is that of: `line` the whole line, `share` a part of the list
            price (a discount of 0.2); None is one piece, as a price is.
    """

    column: str | None = None
    value: str | None = None
    format: str | None = None
    clock: str | None = None
    factor: float = 1.0
    once: bool = False
    otherwise: str | None = None
    of: Literal["line", "share"] | None = None


ANY, NONE = "*", ""
"""Among the values of a status: any value, and no value."""


@dataclass(frozen=True)
class Status:
    """A column that says what became of an order, and which of its values mean what.

    Values are compared without regard to case and blanks; `*` is any value that no other place names, and an empty
    text is a missing one. Values that stand nowhere are sales.

    Attributes:
        column: The column's name.
        sale: Values of orders that count.
        refund: Values of orders that were given back in full: nothing was kept, so they are no orders.
        never: Values of orders that came to nothing: cancelled, failed, test.
        later: Values of orders that are not paid yet.
    """

    column: str
    sale: tuple[str, ...] = ()
    refund: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    def outcome(self, value: str) -> str:
        """What a value means: one of OUTCOMES."""
        folded = value.strip().casefold()
        for exact in (folded, ANY if folded else NONE):
            for outcome in OUTCOMES:
                if exact in (name.strip().casefold() for name in getattr(self, outcome)):
                    return outcome
        return "sale"


OUTCOMES = ("sale", "refund", "never", "later")
"""What can have become of an order."""


Asks = Literal["nps", "csat", "ces", "rating"]
"""What a question of a survey asks: whether customers would recommend, how content they are, how easy it was, or how
they rate a thing."""


@dataclass(frozen=True)
class SurveyQuestion:
    """A column that holds the answers to one question of a survey, as numbers or in the usual words.

    Attributes:
        column: The column's name, often the question itself.
        asks: What it asks.
        scale: The lowest and the highest answer that could be given; None where the answers have to tell it.
    """

    column: str
    asks: Asks
    scale: tuple[float, float] | None = None


@dataclass(frozen=True)
class EventTable:
    """A table (or view, or file) that holds interactions, one or more rows each.

    Attributes:
        table: The table's name as `Source.tables()` gives it.
        fields: What means what; EVENT is always present, CUSTOMER unless no row says who it was, TIME unless
            these are answers or texts of which nothing says when they were given.
        attributes: Columns that describe the customer; the latest value wins.
        where: SQL condition on the table's own columns; rows that fail it are excluded and counted.
        refund: SQL condition on the table's own columns: a purchase row that meets it is a refund.
        statuses: What became of the orders; rows that are no sale are set aside and counted.
        of_order: Columns that stand once an order, on one of its rows, and hold for all of them.
        latest: Where several rows are states of one order, the column by which the last of them counts.
        told_in: Tables whose orders are told here again: such rows are left out and counted.
        called_off: Kinds of event that call off the purchase of the same order.
        questions: The questions of a survey, a column each; without them the score is the only one.
    """

    table: str
    fields: dict[Meaning, Field]
    attributes: tuple[str, ...] = ()
    where: str | None = None
    refund: str | None = None
    statuses: tuple[Status, ...] = ()
    of_order: tuple[str, ...] = ()
    latest: Field | None = None
    told_in: tuple[str, ...] = ()
    called_off: tuple[str, ...] = ()
    questions: tuple[SurveyQuestion, ...] = ()


@dataclass(frozen=True)
class CustomerTable:
    """The table that holds one row a customer.

    Attributes:
        table: Its name.
        id: The column that the event tables name customers by.
        attributes: Columns that describe a customer.
        person: The column with the person behind the id, where one person has several (an id an order).
    """

    table: str
    id: str
    attributes: tuple[str, ...] = ()
    person: str | None = None


@dataclass(frozen=True)
class ItemTable:
    """Order lines without customer or time of their own: they get both from the order."""

    table: str
    order: str
    item: str
    quantity: Field | None = None
    amount: Field | None = None
    price: Field | None = None
    """The price of one, where the lines have no amount: then it is price times quantity."""
    cost: Field | None = None
    """What a piece, or the line, cost whoever sells it."""
    list_price: Field | None = None
    """What it would have been without a discount."""
    discount: Field | None = None
    """What was taken off. Amounts and prices are without it already."""


@dataclass(frozen=True)
class PaymentTable:
    """What was paid for each order, or given back of it, in one or several parts, where the orders do not say it.

    Attributes:
        table: The table's name.
        order: The column with the order.
        amount: How much it was.
        time: When it was given back; None is at the order's time. Payments have none.
    """

    table: str
    order: str
    amount: Field
    time: Field | None = None


@dataclass(frozen=True)
class ProductTable:
    """What an item is: its name and category, what one costs whoever sells it, and its list price."""

    table: str
    id: str
    name: str | None = None
    category: str | None = None
    cost: Field | None = None
    price: Field | None = None


@dataclass(frozen=True)
class DealTable:
    """Deals of a sales team, from opening to won or lost: one row each, or a row each stage of each.

    What is won is no event by this: a sale is what an event table tells.

    Attributes:
        table: The table's name.
        id: The column with the deal.
        opened: When it was opened.
        stage: The column that says how far it is.
        closed: When it was won or lost; of one that is neither, what is planned does not count.
        changed: When it came into the stage of the row, where a deal has a row each stage; the last counts.
        amount: What it is about.
        customer: The column with the customer; deals of nobody known count as well.
        won: Values of the stage that say it was won, compared without regard to case and blanks.
        lost: Values of the stage that say it was lost.
    """

    table: str
    id: str
    opened: Field
    stage: str
    closed: Field | None = None
    changed: Field | None = None
    amount: Field | None = None
    customer: str | None = None
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Activity:
    """Whether an event kind is the customer's own doing, and how much it weighs.

    `active` is customer-initiated (a purchase, a visit), `passive` a response to the brand (an opened
    e-mail), `ignore` neither. Weights follow the published engagement scale: 20 trivial, 40 minor,
    60 normal, 80 important, 100 vital.
    """

    kind: Literal["active", "passive", "ignore"] = "active"
    weight: float = 60.0


@dataclass(frozen=True)
class OwnSegment:
    """A segment of the user's own: whom a rule holds for, or who is on a list. One of the two is set.

    Attributes:
        name: What it is called.
        rule: The rule, as it is written (`orders >= 3 and city = 'Berlin'`).
        customers: The file of the list; a whole path once it was read from a mapping file.
        action: What to do about its customers, in one sentence.
    """

    name: str
    rule: str | None = None
    customers: str | None = None
    action: str = ""


@dataclass(frozen=True)
class Mapping:
    """What the tables of a source mean, as one immutable description.

    Attributes:
        events: The event tables, in the order they are read; none where `customers` alone is known: no history.
        customers: The customer table, where there is one.
        items: Order lines that hang on an order, where there are any.
        products: The product table, where there is one.
        payments: The payments of orders that have no amount of their own, where there are any.
        deals: The deals of a sales team, where there are any.
        refunded: What was given back of orders, where a table without customers tells it by their order.
        roles: Role (see ROLES) → names of the event kinds that play it.
        activity: Event kind → active, passive or ignore, with its weight.
        currency: What amounts are in, as shown ("EUR"); None where unknown.
        timezone: The time zone whose calendar days count; times with a zone are converted to it.
        refunds: `net` subtracts refunds from revenue, `ignore` leaves them out.
        drop_duplicates: Whether exact duplicate rows are dropped (counted) instead of kept (counted).
        nobody: Ids that stand for nobody ("0", "guest", the shop itself): their rows have no customer.
        fold: Whether letter case, blanks and leading zeros do not tell customers apart.
        rates: Currency → how many of the mapping's `currency` one of it is worth.
        segments: The user's own segments; they change no row of the log.
        plays: Segmentation → segment → what to do about it, in place of the built-in sentences.
        brands: Brand → the words that name it in texts; the first is the user's own.
    """

    events: tuple[EventTable, ...]
    customers: CustomerTable | None = None
    items: ItemTable | None = None
    products: ProductTable | None = None
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    activity: dict[str, Activity] = field(default_factory=dict)
    currency: str | None = None
    timezone: str = "UTC"
    week_start: Literal["monday", "sunday"] = "monday"
    refunds: Literal["net", "ignore"] = "net"
    drop_duplicates: bool = False
    nobody: tuple[str, ...] = ()
    fold: bool = False
    rates: dict[str, float] = field(default_factory=dict)
    payments: PaymentTable | None = None
    refunded: PaymentTable | None = None
    deals: DealTable | None = None
    segments: tuple[OwnSegment, ...] = ()
    plays: dict[str, dict[str, str]] = field(default_factory=dict)
    brands: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One guess, with what speaks for it, as the mapping screen and `inspect` show it.

    `meaning` is a `Meaning` value, or one of "customers.id", "items.order", "items.item", "items.quantity",
    "items.amount", "items.price", "items.cost", "items.list_price", "items.discount", "products.id", "products.name",
    "products.category", "products.cost", "products.price", "refund", "activity" (event kinds whose activity is not
    known), or "table" (why a table is not used). `alternatives` are other columns that could carry the meaning, best
    first; `question` is set (one sentence) when a person has to confirm it.
    """

    table: str
    meaning: str
    field: Field
    confidence: float
    reason: str
    samples: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    question: str = ""

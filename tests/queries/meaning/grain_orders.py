"""One row an order: alone, told twice, in several files, summed up."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.queries.meaning.dialect import Dialect, Sheet, order_row, words
from tests.queries.meaning.history import FIRST, LAST, Cents

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.queries.meaning.dialect import Row, Work
    from tests.queries.meaning.history import Order


def rows(work: Work, keep: Callable[[Order], bool] = lambda order: True) -> list[Row]:
    """A row for each order that is kept, with its total."""
    return [order_row(order) | {"amount": order.total} for order in work.history.orders if keep(order)]


def orders(work: Work) -> None:
    work.sheets = [Sheet("orders", rows(work))]


def overlapping(work: Work) -> None:
    """Two exports of the same shop, the second begins before the first one ends."""
    middle = datetime.combine(FIRST + (LAST - FIRST) / 2, datetime.min.time())
    late = middle + timedelta(days=60)
    work.sheets = [
        Sheet("orders_to_autumn", rows(work, lambda order: order.time < late)),
        Sheet("orders_last_months", rows(work, lambda order: order.time >= middle)),
    ]


def copied(work: Work) -> None:
    """The same orders in the schema of a mart and, older, in that of a staging area."""
    until = datetime.combine(LAST - timedelta(days=40), datetime.min.time())
    work.sheets = [
        Sheet("orders", rows(work)),
        Sheet("fct_orders", rows(work), schema="analytics"),
        Sheet("stg_orders", rows(work, lambda order: order.time < until), schema="staging"),
    ]


def archive_copied(work: Work) -> None:
    """All orders, and a copy of those of a year."""
    work.sheets = [
        Sheet("orders", rows(work)),
        Sheet("orders_2023", rows(work, lambda order: order.time.year == 2023)),
    ]


def archive_apart(work: Work) -> None:
    """The orders of a year were moved into an archive: both together are all."""
    work.sheets = [
        Sheet("orders", rows(work, lambda order: order.time.year != 2023)),
        Sheet("orders_2023", rows(work, lambda order: order.time.year == 2023)),
    ]


def total_row(work: Work) -> None:
    """A report: its last row is the sum of the others."""
    told = rows(work)
    total = Cents(sum(row["amount"] for row in told))
    work.sheets = [Sheet("report", [*told, {"order": None, "customer": "Total", "time": None, "amount": total}])]


def daily(work: Work) -> None:
    """Sums by customer and day, with the number of orders."""
    by_day = defaultdict(list)
    for order in work.history.orders:
        by_day[order.person, datetime.combine(order.time.date(), datetime.min.time())].append(order)
    work.sheets = [
        Sheet(
            "daily_sales",
            [
                {
                    "customer": person,
                    "time": day,
                    "orders": len(told),
                    "pieces": sum(line.quantity for order in told for line in order.lines),
                    "amount": Cents(sum(order.total for order in told)),
                }
                for (person, day), told in sorted(by_day.items(), key=lambda entry: entry[0][::-1])
            ],
        )
    ]


def monthly(work: Work) -> None:
    """Sums by customer and month, each on the month's first day, with the number of orders."""
    daily(work)
    by_month: dict[tuple[int, datetime], Row] = {}
    for row in work.sheets[0].rows:
        month = row["time"].replace(day=1)
        known = by_month.setdefault((row["customer"], month), {**row, "time": month} | dict.fromkeys(SUMS, 0))
        known |= {concept: type(row[concept])(known[concept] + row[concept]) for concept in SUMS}
    work.sheets = [Sheet("monthly_sales", sorted(by_month.values(), key=lambda row: row["time"]))]


SUMS = ("orders", "pieces", "amount")
TABLES = words("orders amounts")
GRAINS = (
    Dialect("orders", orders, traits=TABLES),
    Dialect("overlapping exports", overlapping, traits=TABLES | {"several"}),
    Dialect("copies in other schemas", copied, traits=TABLES | {"several"}, bars=words("flat")),
    Dialect("archive that is a copy", archive_copied, traits=TABLES | {"several"}),
    Dialect("archive apart", archive_apart, traits=TABLES | {"several"}),
    Dialect("a total as the last row", total_row, traits=TABLES | {"total"}, bars=words("returning typed parts")),
    Dialect("sums by day", daily, traits=words("sums amounts")),
    Dialect("sums by month", monthly, traits=words("sums amounts")),
)

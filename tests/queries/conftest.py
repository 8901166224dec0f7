"""Logs of hand-written tables, of the sample shop and of CDNOW."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from queries.eventlog.build import build
from queries.eventlog.details.reading import DetailsOnDemand
from queries.mapping.model import EventTable, Field, Mapping, Meaning, ProductTable
from queries.session import Session
from queries.source import open_source
from queries.source.hardening import Limits, connect_database
from tests.conftest import built
from tests.queries.surveys import said_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.runner import Runner
    from queries.eventlog.model import EventLog
    from sample_data import Truth


__all__ = ["said_by"]

VISIT_COLUMNS = ("customer", "time", "event", "session", "page", "item")


def event_table(name: str = "events", *, entry: dict[str, Any] | None = None, **fields: str | Field) -> EventTable:
    """A mapping of one table; columns are called as what they mean unless said otherwise."""
    known: dict[str, str | Field] = {"customer": "customer", "time": "time", "event": Field(value="purchase")} | fields
    made = {Meaning(key): Field(field) if isinstance(field, str) else field for key, field in known.items()}
    return EventTable(name, made, **(entry or {}))


@pytest.fixture(scope="session")
def visit_log(database: Callable[..., Path]) -> Callable[..., EventLog]:
    """Builds a log of rows `(customer, time, event, session, page, item)`; `mapped` names optional columns."""

    def make(*rows: tuple[Any, ...], mapped: tuple[str, ...] = VISIT_COLUMNS[3:]) -> EventLog:
        full = [(*row, *[None] * (len(VISIT_COLUMNS) - len(row))) for row in rows]
        marks = ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(full))
        path = database(
            "CREATE TABLE events (customer VARCHAR, time TIMESTAMP, event VARCHAR, session VARCHAR, page VARCHAR, "
            "item VARCHAR)",
            (f"INSERT INTO events VALUES {marks}", [value for row in full for value in row]),
        )
        entry = event_table(event="event", **{name: name for name in mapped})
        source = open_source([path])
        log = build(source, Mapping(events=(entry,), roles={"purchase": ("purchase",)}))
        return replace(log, details=DetailsOnDemand(source, log))

    return make


@pytest.fixture(scope="session")
def table_log(database: Callable[..., Path]) -> Callable[..., EventLog]:
    """Builds the log of `SELECT …`, read by `fields`; `entry` changes the table's mapping, `mapping` the whole."""

    def make(
        select: str,
        *,
        entry: dict[str, Any] | None = None,
        mapping: dict[str, Any] | None = None,
        **fields: str | Field,
    ) -> EventLog:
        path = database(f"CREATE TABLE events AS {select}")
        whole = {"roles": {"purchase": ("purchase",)}} | (mapping or {})
        return built(path, Mapping(events=(event_table(entry=entry, **fields),), **whole))

    return make


SALES = "who VARCHAR, moment TIMESTAMP, no VARCHAR, what VARCHAR, sort VARCHAR, pieces INTEGER, paid DECIMAL(18, 4)"
MORE = "cost DECIMAL(18, 4), off DECIMAL(18, 4), kind VARCHAR"


@pytest.fixture(scope="session")
def sales_log(database: Callable[..., Path]) -> Callable[..., EventLog]:
    """Builds the log of order lines `(customer, time, order, item, category, pieces, amount, cost, discount, event)`.

    What is left out is of no category, one piece, for 1, of unknown cost and discount, a purchase.
    """

    def make(*rows: tuple[Any, ...], costs: bool = False, categories: bool = True) -> EventLog:
        usual = (None, None, None, None, None, 1, 1, None, None, "purchase")
        full = [(*row, *usual[len(row) :]) for row in rows]
        values = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"] * len(full))
        cells = [cell for row in full for cell in row]
        path = database(f"CREATE TABLE sales ({SALES}, {MORE})", (f"INSERT INTO sales VALUES {values}", cells))
        fields: dict[str, str | Field] = {
            "customer": "who", "time": "moment", "event": Field("kind"), "order": "no", "item": "what",
            "quantity": "pieces", "amount": "paid",
        }  # fmt: skip
        fields |= {"cost": Field("cost", of="line"), "discount": Field("off", of="line")} if costs else {}
        goods = ProductTable("sales", "what", category="sort" if categories else None)
        roles = {"purchase": ("purchase",), "refund": ("refund",)}
        mapping = Mapping(events=(event_table("sales", **fields),), products=goods, roles=roles)
        with closing(connect_database(path, Limits())):
            source = open_source([path])
            log = build(source, mapping)
            return replace(log, details=DetailsOnDemand(source, log))

    return make


@pytest.fixture(scope="session")
def entry_of() -> Callable[..., EventTable]:
    """Maps one table of events."""
    return event_table


@pytest.fixture(scope="session")
def shop_log(shop: tuple[Path, Truth]) -> EventLog:
    """The log of the sample shop as it is guessed."""
    session = Session([shop[0]])
    session.look()
    return session.load().log


@pytest.fixture(scope="session")
def cdnow_log(cdnow: Path) -> EventLog:
    """The log of CDNOW, all customers."""
    entry = event_table("purchases", time="bought", amount="amount", quantity="cds")
    return built(cdnow, Mapping(events=(entry,), roles={"purchase": ("purchase",)}, currency="USD"))


@pytest.fixture(scope="session")
def retail_runner(online_retail: Path) -> Runner:
    """Online Retail, as it opens without a mapping."""
    session = Session([online_retail])
    session.look()
    return session.load()

"""Orders that do not say who bought, by hand: volumes, growth and rhythm, and not a word about customers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from queries.errors import MappingError
from queries.eventlog import cache
from queries.eventlog.build import build
from queries.eventlog.details.reading import DetailsOnDemand
from queries.mapping.model import EventTable, Field, Mapping, Meaning
from queries.question.periods import Grain
from queries.question.scope import Scope
from queries.source import open_source
from tests.conftest import built

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIELDS = {
    Meaning.TIME: Field("moment"),
    Meaning.EVENT: Field(value="purchase"),
    Meaning.AMOUNT: Field("paid"),
    Meaning.CHANNEL: Field("via"),
    Meaning.ORDER: Field("number"),
    Meaning.ITEM: Field("thing"),
}
MAPPING = Mapping((EventTable("orders", FIELDS, refund="paid < 0"),), roles={"purchase": ("purchase",)}, currency="EUR")


@pytest.fixture(scope="module")
def path(database: Callable[..., Path]) -> Path:
    """Four orders, the first of two lines, and a refund; one row has no time."""
    return database(
        "CREATE TABLE orders (number INTEGER, moment TIMESTAMP, paid DECIMAL(8, 2), via VARCHAR, thing VARCHAR)",
        "INSERT INTO orders VALUES (1, '2024-01-01 10:00', 10, 'web', 'tea'), "
        "(1, '2024-01-01 10:00', 2.5, 'web', 'cup'), "
        "(2, '2024-01-01 10:30', 20, 'shop', 'tea'), (3, '2024-01-06 18:00', 30, 'web', 'tea'), "
        "(4, '2024-02-03 09:00', 60, 'shop', 'pot'), (5, '2024-02-05 09:00', -5, 'shop', 'pot'), "
        "(6, NULL, 9, 'web', 'tea')",
    )


@pytest.fixture(scope="module")
def orders(path: Path) -> EventLog:
    return built(path, MAPPING)


def test_no_row_is_set_aside_for_its_customer(orders: EventLog) -> None:
    assert (orders.rows, orders.has("customers"), orders.has("history")) == (5, False, True)
    assert [(entry.reason, entry.rows) for entry in orders.set_aside] == [("no readable time", 1)]
    assert "customer" not in {check.column for check in orders.checks}


def test_other_tables_that_say_who_it_was_are_not_put_beside_it(path: Path) -> None:
    named = EventTable("orders", FIELDS | {Meaning.CUSTOMER: Field("thing")})
    with pytest.raises(MappingError, match=r"events\[1\]\.customer is missing, but another table says"):
        built(path, Mapping((*MAPPING.events, named)))


def test_volumes_and_money(orders: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(orders, "overview").frame
    values = dict(frame.select("measure", "value").iter_rows())
    assert values == {"interactions": 5.0, "orders": 4.0, "revenue": 117.5, "aov": 30.625}


def test_growth_of_volume(orders: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(orders, "growth", Scope(grain=Grain.MONTH)).frame
    assert frame.rows() == [
        (date(2024, 1, 1), 3, 3, 62.5, pytest.approx(62.5 / 3), None, None, None, True),
        (date(2024, 2, 1), 2, 1, 55.0, 60.0, *(pytest.approx(g) for g in (-1 / 3, -2 / 3, -0.12)), False),
    ]


def test_rhythm(orders: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(orders, "rhythm")
    assert result.frame.columns == ["weekday", "hour", "interactions", "per_day"]
    busy = result.frame.filter(result.frame["interactions"] > 0).select("weekday", "hour", "interactions").rows()
    assert busy == [(1, 9, 1), (1, 10, 2), (6, 9, 1), (6, 18, 1)]
    # 1 January to 5 February has six Mondays
    assert result.frame.row(10) == (1, 10, 2, pytest.approx(2 / 6))


def test_events_by_channel(orders: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(orders, "cross", rows="event", columns="channel").frame
    assert frame.select("event", "channel", "value").rows() == [
        ("purchase", "shop", 2),
        ("purchase", "web", 2),
        ("refund", "shop", 1),
        ("refund", "web", 0),
    ]
    revenue = answer(orders, "cross", rows="channel", columns="event", measure="revenue").frame
    assert revenue["value"].sum() == pytest.approx(117.5)


def test_the_lines_of_orders_are_read(path: Path, orders: EventLog) -> None:
    lines = DetailsOnDemand(open_source([path]), orders).table("items").collect()
    assert lines.filter(lines["quantity"] > 0)["item"].to_list() == ["cup", "tea", "tea", "tea", "pot"]


def test_it_is_kept_and_found_again(path: Path, tmp_path: Path) -> None:
    source = open_source([path])
    key, log = cache.key_of(source, MAPPING), build(source, MAPPING)
    cache.store(tmp_path, key, log)
    found = cache.fetch(tmp_path, key, log.mapping)
    assert found is not None
    assert found.events.collect().equals(log.events.collect())
    assert not found.has("customers")

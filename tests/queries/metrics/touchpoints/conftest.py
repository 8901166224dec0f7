"""Logs of visits with optional columns, and the shared click-stream."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from queries.eventlog.build import build
from queries.eventlog.details.reading import DetailsOnDemand
from queries.mapping.model import Mapping
from queries.session import Session
from queries.source import open_source
from tests.queries.conftest import event_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.runner import Runner
    from queries.eventlog.model import EventLog

COLUMNS = ("customer", "time", "event", "session", "page", "item")


@pytest.fixture(scope="session")
def visit_log(database: Callable[..., Path]) -> Callable[..., EventLog]:
    """Builds a log of rows `(customer, time, event, session, page, item)`; `mapped` names optional columns."""

    def make(*rows: tuple[Any, ...], mapped: tuple[str, ...] = COLUMNS[3:]) -> EventLog:
        full = [(*row, *[None] * (len(COLUMNS) - len(row))) for row in rows]
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
def clicks(shared: Callable[[str], Path]) -> Runner:
    """The click-stream, opened as anybody would."""
    session = Session([shared("data/ecom/ecom.csv")])
    session.look()
    return session.load()

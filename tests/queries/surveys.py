"""Logs of answers and contacts, written by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from queries.eventlog.details.reading import DetailsOnDemand
from queries.mapping.model import EventTable, Field, Mapping, Meaning, SurveyQuestion
from queries.source import open_source
from tests.conftest import built

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog

WHO = {Meaning.CUSTOMER: Field("customer"), Meaning.TIME: Field("time"), Meaning.EVENT: Field("event")}
ORDERS = EventTable("orders", {**WHO, Meaning.EVENT: Field(value="purchase"), Meaning.AMOUNT: Field("amount")})


class SaidBy(Protocol):
    """Builds a log of answers."""

    def __call__(self, *rows: tuple[Any, ...], orders: tuple[tuple[str, str], ...] = ..., **entry: Any) -> EventLog: ...


@pytest.fixture(scope="session")
def said_by(database: Callable[..., Path]) -> SaidBy:
    """Builds a log of rows `(customer, time, nps, csat, ces, wave, event, text)`; what is left out is null, a survey.

    `orders` are rows `(customer, time)` of purchases of 10; further keywords change the entry of the survey.
    """

    def make(*rows: tuple[Any, ...], orders: tuple[tuple[str, str], ...] = (), **entry: Any) -> EventLog:
        full = [(*row, *(None, None, None, None, None, None, "survey", None)[len(row) :]) for row in rows]
        values = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?)"] * len(full))
        bought = "".join(f", ('{who}', TIMESTAMP '{at}', 10)" for who, at in orders)
        path = database(
            "CREATE TABLE survey (customer VARCHAR, time TIMESTAMP, nps DOUBLE, csat DOUBLE, ces DOUBLE, wave VARCHAR, "
            "event VARCHAR, text VARCHAR)",
            (f"INSERT INTO survey VALUES {values}", [value for row in full for value in row]),
            "CREATE TABLE orders (customer VARCHAR, time TIMESTAMP, amount DOUBLE)",
            f"INSERT INTO orders VALUES ('nobody else', TIMESTAMP '2024-01-01', 10){bought}",
        )
        questions = tuple(SurveyQuestion(asks, asks) for asks in ("nps", "csat", "ces"))  # type: ignore[arg-type]
        fields = WHO | entry.pop("fields", {Meaning.WAVE: Field("wave")})
        survey = EventTable("survey", fields, **{"questions": questions} | entry)
        mapping = Mapping((survey, ORDERS), roles={"purchase": ("purchase",), "survey": ("survey",)})
        return detailed(path, mapping)

    return make


def detailed(path: Path, mapping: Mapping) -> EventLog:
    """The log of a database, with its details."""
    log = built(path, mapping)
    return replace(log, details=DetailsOnDemand(open_source([path]), log))

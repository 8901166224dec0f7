"""Customers by the mood of their latest text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from queries.data.data import Data
from queries.mapping.model import Field, Meaning
from queries.question.scope import Scope
from queries.segments.membership import membership

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog
    from tests.queries.surveys import SaidBy


def moods(log: EventLog, as_of: date | None = None) -> dict[str, str]:
    members = membership(Data(log, Scope(as_of=as_of)), "mood").join(log.customers, on="customer")
    return dict(members.select("id", "segment").collect().iter_rows())


def test_the_latest_text_counts(said_by: SaidBy) -> None:
    said = [
        ("a", "2024-01-01", "I love it"), ("a", "2024-02-01", "I hate it"), ("b", "2024-01-01", "很好"),
        ("c", "2024-01-01", "It has a handle."), ("d", "2024-01-01", "Очень хорошо"),
        ("a", "2024-03-01", "Очень хорошо"),
    ]  # fmt: skip
    rows = [(who, at, 5, None, None, None, "survey", text) for who, at, text in said]
    log = said_by(*rows, fields={Meaning.TEXT: Field("text")})
    expected = {"a": "negative", "b": "positive", "c": "neutral", "d": "no text", "nobody else": "no text"}
    assert moods(log) == expected
    assert moods(log, date(2024, 1, 15)) == expected | {"a": "positive"}

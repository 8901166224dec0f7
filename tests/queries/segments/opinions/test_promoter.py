"""Promoters and detractors: the latest answer counts, who did not answer is apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from queries.data.data import Data
from queries.question.scope import Scope
from queries.segments.membership import membership

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog
    from tests.queries.surveys import SaidBy


def standings(log: EventLog, as_of: date | None = None) -> dict[str, tuple[str, float | None]]:
    members = membership(Data(log, Scope(as_of=as_of)), "promoter").join(log.customers, on="customer")
    return {id_: (segment, score) for id_, segment, score in members.select("id", "segment", "score").collect().rows()}


def test_the_latest_answer_counts(said_by: SaidBy) -> None:
    rows = [("a", "2024-01-01", 10), ("a", "2024-02-01", 3), ("b", "2024-01-01", 8), ("c", "2024-01-01", 9)]
    log = said_by(*rows, ("d", "2024-01-01", None, 5), ("e", "2024-01-01", 11))
    expected = {
        "a": ("detractors", 3.0), "b": ("passives", 8.0), "c": ("promoters", 9.0), "d": ("no answer", None),
        "nobody else": ("no answer", None),
    }  # fmt: skip
    assert standings(log) == expected | {"e": ("no answer", None)}
    assert standings(log, date(2024, 1, 15))["a"] == ("promoters", 10.0)

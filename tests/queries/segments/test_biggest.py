"""The sentence about the biggest segment, and whom it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.answering.runner import Runner
from queries.catalogue import Behind, lead_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


def told(result: Result) -> list[str]:
    """What is said of the biggest segment."""
    return [finding for finding in result.findings if finding.startswith("Biggest segment")]


@pytest.mark.parametrize(
    ("cities", "sentence", "whom"),
    [
        (["Rome", "Rome", "Oslo"], "Biggest segment: Rome, 2 customers (66.7 %).", ["p0", "p1"]),
        (["Oslo", "Rome", "Rome", "Oslo"], "Biggest segment: Oslo, 2 customers (50.0 %).", ["p0", "p3"]),
        (["Rome", "Oslo", "Oslo", None, None, None], "Biggest segment: Oslo, 2 customers (33.3 %).", ["p1", "p2"]),
        (["Rome", "Rome", None], "", []),
        (["Rome", "Rome"], "", []),
    ],
)
def test_it_leads_to_those_who_are_in_it_and_who_belongs_nowhere_is_no_segment(
    log_of: Callable[..., EventLog],
    answer: Callable[..., Result],
    cities: list[str | None],
    sentence: str,
    whom: list[str],
) -> None:
    people = [(f"p{n}", city) for n, city in enumerate(cities)]
    log = log_of(*((name, "2024-01-01") for name, _ in people), customers=people)
    result = answer(log, "attribute", name="city")
    assert told(result) == ([sentence] if sentence else [])
    for finding in told(result):
        lead = lead_of(finding)
        assert isinstance(lead, Behind)
        behind = Runner(log).behind(result.question, dict(lead.row))
        assert sorted(log.customers.collect()["id"].gather(behind.frame["customer"])) == whom

"""Spans that people name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.errors import UsageError
from queries.question.spans import named_spans, read_span


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024/2/3", "2024-02-03", "2024-02-03"),
        ("2024 Q3", "2024-07-01", "2024-09-30"),
        ("q1 2023", "2023-01-01", "2023-03-31"),
        ("2023..2024-03", "2023-01-01", "2024-03-31"),
        ("2024-01-15 to 2024-02", "2024-01-15", "2024-02-29"),
        ("2023 至 2024", "2023-01-01", "2024-12-31"),
    ],
)
def test_what_is_typed(text: str, since: str, until: str) -> None:
    span = read_span(text)
    assert (span.since.isoformat(), span.until.isoformat()) == (since, until)


@pytest.mark.parametrize("text", ["", "March", "2024-13", "2024-02-30", "20", "2024..", "..2024", "9999999999"])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(UsageError, match="is not a date"):
        read_span(text)


def test_a_span_that_ends_before_it_begins() -> None:
    with pytest.raises(UsageError, match="comes after"):
        read_span("2024..2023")


def test_named_spans_of_two_years() -> None:
    spans = {span.name: (span.since, span.until) for span in named_spans(date(2023, 1, 2), date(2024, 12, 31))}
    assert spans["Last 30 days"] == (date(2024, 12, 2), date(2024, 12, 31))
    assert spans["This quarter"] == (date(2024, 10, 1), date(2024, 12, 31))
    assert spans["Last quarter"] == (date(2024, 7, 1), date(2024, 9, 30))
    assert spans["Last year"] == (date(2023, 1, 1), date(2023, 12, 31))
    assert [name for name in spans if name.isdigit()] == ["2024", "2023"]


@given(first=st.dates(date(1990, 1, 1), date(2030, 1, 1)), days=st.integers(0, 4000))
def test_every_named_span_may_hold_data(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    for span in named_spans(first, last):
        assert span.since <= span.until
        assert span.until >= first
        assert span.since <= last

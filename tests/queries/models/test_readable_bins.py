"""Bins a person can read: by hand, and for any numbers in order, apart and near the quantiles."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from queries.models.bins import BINS, SHARES, bin_labels, number, readable_edges


def cuts_of(values: list[float]) -> list[float]:
    """The values at the quantiles."""
    ordered = sorted(values)
    return [ordered[round(share * (len(ordered) - 1))] for share in SHARES]


def binned(values: list[float], *, whole: bool) -> tuple[list[Decimal], list[str]]:
    edges = readable_edges(cuts_of(values), min(values), max(values), whole=whole)
    return edges, bin_labels(edges, min(values), max(values), whole=whole)


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (range(18, 88), ["under 30", "30–39", "40–49", "50–59", "60–69", "70–79", "80 and over"]),
        (range(18, 53), ["under 25", "25–29", "30–34", "35–39", "40–44", "45 and over"]),
        ([0] * 60 + list(range(1, 41)), ["0", "1–9", "10–29", "30 and over"]),
        (range(-30, 31), ["under -20", "-20 to -11", "-10 to -1", "0–9", "10–19", "20 and over"]),
    ],
)
def test_whole_numbers_by_hand(values: list[float], labels: list[str]) -> None:
    found = binned([float(value) for value in values], whole=True)[1]
    assert found == labels


def test_other_numbers_tell_where_the_next_bin_begins() -> None:
    labels = binned([part / 100 for part in range(1, 71)], whole=False)[1]
    assert labels == ["under 0.1", "0.1–0.2", "0.2–0.3", "0.3–0.4", "0.4–0.5", "0.5–0.6", "0.6 and over"]


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=60))
@example([0] * 20 + [5])
@example([1, 2])
def test_every_whole_number_is_in_the_bin_that_names_it(values: list[int]) -> None:
    edges, labels = binned([float(value) for value in values], whole=True)
    assert len(labels) == len(edges) + 1 <= BINS
    assert len(set(labels)) == len(labels)
    assert edges == sorted(set(edges))
    for value in values:
        label = labels[bisect_right([float(edge) for edge in edges], value)]
        if label.startswith("under "):
            assert value < int(label.removeprefix("under "))
        elif label.endswith(" and over"):
            assert value >= int(label.removesuffix(" and over"))
        else:
            low, _, high = label.replace(" to ", "–").partition("–")
            assert int(low) <= value <= int(high or low)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=40))
@example([-1.7e308, 1.7e308, 0.5, 0.6, 0.7])
@example([5e-324, 1e-323, 0.0])
def test_any_numbers_have_edges_between_them(values: list[float]) -> None:
    edges, labels = binned([value + 0.0 for value in values], whole=False)
    assert len(labels) == len(edges) + 1 <= BINS
    assert all(Decimal(min(values)) < edge <= Decimal(max(values)) for edge in edges)
    assert edges == sorted(set(edges))


@given(st.lists(st.integers(0, 1000), min_size=60, max_size=60, unique=True))
def test_bins_of_different_numbers_are_of_like_size(values: list[int]) -> None:
    edges, labels = binned([float(value) for value in values], whole=True)
    sizes = [0] * len(labels)
    for value in values:
        sizes[bisect_right([float(edge) for edge in edges], value)] += 1
    assert max(sizes) <= len(values) / 2


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (3.0, "3"),
        (0.0, "0"),
        (-2.5, "-2.5"),
        (0.1, "0.1"),
        (1e20, "1e+20"),
        (1200.0, "1200"),
        (Decimal("2E+3"), "2000"),
    ],
)
def test_a_number_is_written_as_people_write_it(value: float, words: str) -> None:
    assert number(value) == words

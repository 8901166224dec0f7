"""RFM in eight classes: by hand, against plain Python, and without amounts."""

from __future__ import annotations

from statistics import mean, median
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from queries.errors import UsageError
from queries.segments.purchases.rfm8 import CLASSES
from tests.queries.segments.recount import ROWS, WINDOWS, Figures, Row, at, everyone, figures, log_with, segments

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

NAME_OF_SIDES = {sides: name for name, (sides, _) in CLASSES.items()}


@settings(max_examples=8)
@given(rows=ROWS, window=WINDOWS)
def test_the_class_of_everyone(log_of: Callable[..., EventLog], rows: list[Row], window: int | None) -> None:
    log, of_buyers = log_with(log_of, rows), figures(rows, window)
    assert segments(log, "rfm8", center="mean", window=window) == eight_classes(of_buyers, mean)
    assert segments(log, "rfm8", center="median", window=window) == eight_classes(of_buyers, median)


def eight_classes(of_buyers: Figures, center: Callable[[list[int]], float]) -> dict[str, str]:
    """Id → class: each figure on one side of its center."""
    centers = [center(list(column)) for column in zip(*of_buyers.values(), strict=True)]
    classes = {}
    for who, (recency, frequency, monetary) in of_buyers.items():
        sides = (recency <= centers[0], frequency > centers[1], monetary > centers[2])
        classes[who] = NAME_OF_SIDES[(int(sides[0]), int(sides[1]), int(sides[2]))]
    return everyone(classes)


def test_classes_by_hand(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # Days since the last order 10, 1, 10, 1; days with an order 1, 3, 1, 1; money 100, 3, 1, 50.
    rows = [("a", at(0), "purchase", 100), *(("b", at(day), "purchase", 1) for day in (7, 8, 9))]
    log = log_of(*rows, ("c", at(0), "purchase", 1), ("d", at(9), "purchase", 50), ("e", at(9), "visit"))
    assert segments(log, "rfm8") == {
        "a": "important win-back",
        "b": "general value",
        "c": "general win-back",
        "d": "important development",
        "e": "no purchase",
    }
    # The medians are 5.5 days, 1 day and 26.50: the same sides here; of the last three days only b and d bought.
    assert segments(log, "rfm8", center="median")["d"] == "important development"
    assert segments(log, "rfm8", window=3) | {"a": "", "c": ""} == {
        "a": "",
        "b": "general value",
        "c": "",
        "d": "important development",
        "e": "no purchase",
    }
    table = answer(log, "rfm8", worth="no").parts["thresholds"][1]
    assert table.rows() == [("mean", 5.5, 1.5, 38.5)]


def test_missing_amounts_are_told(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(log_of(("a", at(0)), ("b", at(1)), ("b", at(2))), "rfm8")
    assert any("nobody is in an important class" in note for note in result.notes)
    assert result.frame["customers"].sum() == 2
    assert result.frame["revenue"].null_count() == len(result.frame)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [({"center": "mode"}, "center cannot be “mode”. It takes mean, median"), ({"window": 0}, "window cannot be 0")],
)
def test_what_makes_no_sense_is_refused(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        answer(log_of(("a", at(0), "purchase", 1)), "rfm8", **parameters)

"""A history is written in every dialect; reading it gives its figures back, or asks. Anything else is a failure.

What failed is named by its seed and its dialects: `make soak FIRST=137 COMBINATIONS=1 KEEP=folder` repeats seed 137,
names the fewest dialects that are enough for it, and keeps the files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.queries.meaning.combination import ALONE, Combination
from tests.queries.meaning.reading import shares, verdict

if TYPE_CHECKING:
    from tests.queries.meaning.dialect import Dialect

SEEDS, PART = 40, 20
MOST_ASKED = 0.25
"""Which share of combinations may be asked about instead of read: a question is honest, and work for a person."""


@pytest.mark.parametrize(("dimension", "dialect"), [pytest.param(*one, id=f"{one[0]}: {one[1].name}") for one in ALONE])
def test_one_dialect_is_read_back_or_asked_about(dimension: str, dialect: Dialect) -> None:
    found = verdict(Combination.alone(dimension, dialect))
    assert not found.failed, str(found)


@pytest.mark.parametrize(
    "first", [pytest.param(first, id=f"seeds {first} to {first + PART - 1}") for first in range(0, SEEDS, PART)]
)
def test_dialects_together_are_read_back_or_asked_about(first: int) -> None:
    found = [verdict(Combination.of(seed)) for seed in range(first, first + PART)]
    failed = [str(one) for one in found if one.failed]
    asked = sum(one.kind == "asked" for one in found)
    assert not failed, "\n".join([f"{len(failed)} of {PART}:", *failed, shares(found)])
    assert asked <= MOST_ASKED * PART, shares(found)

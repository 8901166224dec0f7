"""How right moods are on reviews that others labelled: the figures that the answer states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.metrics.voice.sentiment.words import MEASURED
from queries.text.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SNOWNLP = 0.84
"""What SnowNLP reaches on reviews of goods; on meals and hotels .77."""
HOTELS = 0.77


@pytest.fixture(scope="module")
def judged(shared: Callable[[str], Path]) -> pl.DataFrame:
    """2,000 labelled reviews of ten kinds of goods: `cat`, `label`, `mood`."""
    reviews = pl.read_parquet(shared("data/reviews_zh.parquet"))
    return reviews.join(read(reviews["review"], lambda *_: None), left_on="review", right_on="text", how="left")


def right(reviews: pl.DataFrame) -> float:
    """The share whose label the sign of the mood tells; no mood at all is taken for blame."""
    return float(reviews.select(((pl.col("mood") > 0) == (pl.col("label") == 1)).mean()).item())


def test_chinese_reviews_of_goods(judged: pl.DataFrame) -> None:
    assert len(judged) == 2_000
    assert set(judged["language"]) == {"zh"}
    whole = right(judged)
    assert whole > SNOWNLP + 0.02
    assert f"{whole * 100:.0f} % rightly" in MEASURED


def test_every_kind_of_goods(judged: pl.DataFrame) -> None:
    """Nothing is fitted, so that every kind is one that was never seen."""
    by_kind = {str(kind): right(reviews) for (kind,), reviews in judged.group_by("cat")}
    assert len(by_kind) == 10
    assert by_kind["酒店"] > HOTELS
    least, most = min(by_kind.values()), max(by_kind.values())
    assert f"from {least * 100:.1f} % (water heaters) to {most * 100:.1f} % (clothes)" in MEASURED
    assert (by_kind["热水器"], by_kind["衣服"]) == (least, most)


def test_praise_and_blame_are_told_alike(judged: pl.DataFrame) -> None:
    assert right(judged.filter(label=1)) > 0.8
    assert right(judged.filter(label=0)) > 0.8

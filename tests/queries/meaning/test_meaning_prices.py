"""Prices of pieces in the smallest unit: divided where the name says so, asked where nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.question.question import Question
from queries.session import Options, Session

if TYPE_CHECKING:
    from pathlib import Path

LINES = [(1 + n % 60, 399 + n * 37 % 9601, 1 + n % 4) for n in range(600)]
"""Lines: their customer, what one piece costs in cents, how many were bought."""
CENTS = sum(price * pieces for _, price, pieces in LINES)


def lines(path: Path, price: str) -> Path:
    """A file of order lines whose price column is called so."""
    rows = [
        f"o{n // 2},k{n // 2 % 60},2024-{n // 2 % 12 + 1:02}-{n // 2 % 27 + 1:02},s{n % 90},{pieces},{cents},USD"
        for n, (_, cents, pieces) in enumerate(LINES)
    ]
    path.write_text("\n".join([f"order_id,customer_id,ordered_at,sku,quantity,{price},currency", *rows]))
    return path


def revenue(session: Session) -> float:
    overview = session.load().answer(Question.of("overview")).frame
    return float(dict(overview.select("measure", "value").iter_rows())["revenue"])


def test_cents_in_the_name_are_divided_by_a_hundred(tmp_path: Path) -> None:
    session = Session([lines(tmp_path / "lines.csv", "unit_price_cents")])
    session.look()
    assert session.certain
    assert revenue(session) == pytest.approx(CENTS / 100)


@pytest.mark.parametrize(("answer", "unit"), [("minor", 100), ("major", 1)])
def test_cents_that_nothing_names_are_asked_about(tmp_path: Path, answer: str, unit: int) -> None:
    path = lines(tmp_path / "lines.csv", "unit_price")
    session = Session([path])
    session.look()
    assert session.guess is not None
    assert [one.partition(" (")[0] for one in session.guess.questions] == [
        "Are the amounts in “unit_price” of lines cents"
    ]
    answered = Session([path], Options(say=(("lines.unit", answer),)))
    answered.look()
    assert answered.certain
    assert revenue(answered) == pytest.approx(CENTS / unit)

"""Baskets without amounts: asked, with the orders that they would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.question.question import Question
from queries.session import Options, Session

if TYPE_CHECKING:
    from pathlib import Path


def test_baskets_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "groceries.csv"
    goods = ("milk", "bread", "tea")
    rows = [f"{1000 + i % 25},{1 + i % 28:02}-{1 + i % 12:02}-2015,{good}" for i in range(120) for good in goods]
    path.write_text("\n".join(["Member_number,Date,itemDescription", *rows]))
    session = Session([path])
    session.look()
    assert session.guess is not None
    (question,) = session.guess.questions
    assert question.startswith("Is a row of groceries, which names an item and no amount, a purchase (")
    assert "120 orders of 25 customers" in question
    answered = Session([path], Options(say=(("groceries.event", "purchase"),)))
    answered.look()
    assert answered.certain
    overview = answered.load().answer(Question.of("overview")).frame
    found = dict(overview.select("measure", "value").iter_rows())
    assert (found["orders"], found["buyers"]) == (120, 25)

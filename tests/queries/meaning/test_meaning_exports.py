"""The exports beside the checkout: each opens with the right figures, or with the question that matters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from queries.errors import RegularsError
from queries.question.question import Question
from queries.session import Session

EXPORTS = Path(__file__).resolve().parents[3].parent / "shared" / "exports"
CASES = sorted(path.name for path in EXPORTS.glob("*") if (path / "expect.json").exists())
ASKED = {
    "10_ga4_nested": "are they to be subtracted",
    "23_currency_signs_mixed": "which of them count",
    "42_ids_partly_scientific": "exported again",
}
"""The exports whose values leave a doubt, and what is asked about them."""

here = pytest.mark.skipif(not CASES, reason="../shared/exports is not beside this checkout")


def opened(case: str) -> tuple[Session, dict[str, Any]]:
    expect = json.loads((EXPORTS / case / "expect.json").read_text("utf-8"))
    session = Session([EXPORTS / case / name for name in expect["files"]])
    session.look()
    return session, expect


@here
@pytest.mark.parametrize("case", [name for name in CASES if name not in ASKED and name != "52_amount_words"])
def test_the_figures_are_right_without_a_question(case: str) -> None:
    session, expect = opened(case)
    assert session.guess is not None
    assert session.guess.questions == ()
    overview = session.load().answer(Question.of("overview")).frame
    found = dict(overview.select("measure", "value").iter_rows())
    assert {name: found[name] for name in expect["overview"]} == pytest.approx(expect["overview"])


@here
@pytest.mark.parametrize("case", sorted(ASKED))
def test_what_is_doubtful_is_asked(case: str) -> None:
    session, _ = opened(case)
    assert session.guess is not None
    (question,) = session.guess.questions
    assert ASKED[case] in question
    assert question.endswith("?")


@here
def test_what_was_paid_is_told_from_other_money_or_asked() -> None:
    expect = json.loads((EXPORTS / "52_amount_words" / "expect.json").read_text("utf-8"))
    taken = []
    for name in expect["files"]:
        session = Session([EXPORTS / "52_amount_words" / name])
        session.look()
        assert session.guess is not None
        (entry,) = session.mapping.events
        amount = next(field for meaning, field in entry.fields.items() if meaning.value == "amount")
        taken.append("?" if session.guess.questions else amount.column)
    assert taken == [
        "paid_total", "final_price", "?", "?", "total", "amount_paid", "?", "order_value", "price", "实付金额",
        "total_price", "invoice_amount",
    ]  # fmt: skip


@here
@pytest.mark.parametrize(
    ("case", "truth"), [("34_customers_summary", {"customers": 60}), ("17_offsets_dst", {"2024-03-31": 48})]
)
def test_what_has_no_figures_to_compare_is_as_it_says(case: str, truth: dict[str, int]) -> None:
    session, _ = opened(case)
    log = session.load().log
    if case == "34_customers_summary":
        assert (log.size, log.rows) == (truth["customers"], 0)
    else:
        days = log.events.collect()["time"].dt.date().value_counts()
        found = {str(day): number for day, number in days.iter_rows()}
        assert found["2024-03-31"] == truth["2024-03-31"]


@here
def test_line_ends_that_change_lose_no_row() -> None:
    for path in sorted((EXPORTS / "26_grand_total_row").glob("*.csv")):
        session = Session([path])
        session.look()
        found = dict(session.load().answer(Question.of("overview")).frame.select("measure", "value").iter_rows())
        assert (path.name, found["orders"], found["revenue"]) == (path.name, 280, pytest.approx(29108.02))


def test_a_refusal_names_its_question(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("place,colour\nhere,red\nthere,blue\n")
    session = Session([path])
    session.look()
    assert session.guess is not None
    assert session.guess.questions[0].endswith("?")
    with pytest.raises(RegularsError):
        session.load()

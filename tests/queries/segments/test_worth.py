"""What a segment's members are worth, and what to do about them: shown where it is known, and why not elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries import catalogue
from queries.answering.runner import Runner
from queries.data.data import Data
from queries.mapping.model import OwnSegment
from queries.question.comparison import Comparison
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from queries.segments.declaring import deciding
from queries.segments.membership import membership
from queries.segments.plays import PLAYS, plays_of
from queries.segments.worth import AUTO_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


@pytest.fixture(scope="module")
def runner(cdnow_log: EventLog) -> Runner:
    return Runner(cdnow_log)


def ask(runner: Runner, metric: str = "rfm", scope: Scope | None = None, **parameters: Any) -> Result:
    return runner.answer(Question.of(metric, scope, **parameters))


def test_worth_is_the_mean_of_the_members_in_clv(runner: Runner) -> None:
    frame = ask(runner).frame
    values = ask(runner, "clv").frame.select("id", "p_alive", "clv")
    data = runner.data(Scope())
    ids = data.customers.select("customer", pl.col("id").cast(pl.String)).collect()
    members = membership(data, "rfm").select("customer", pl.col("segment").cast(pl.String)).collect()
    both = members.join(ids, on="customer").join(values.with_columns(pl.col("id").cast(pl.String)), on="id")
    means = {row[0]: row[1:] for row in both.group_by("segment").agg(pl.col("p_alive", "clv").mean()).iter_rows()}
    for row in frame.iter_rows(named=True):
        assert (row["p_alive"], row["clv"]) == pytest.approx(means.get(row["segment"], (None, None)))
    assert frame.filter(pl.col("segment") == "no purchase").select("p_alive", "clv").row(0) == (None, None)
    # All buyers' values are in the segments: their sum is the total of clv.
    assert (frame["clv"] * frame["customers"]).sum() == pytest.approx(values["clv"].sum())


def test_worth_does_not_depend_on_who_else_is_looked_at(runner: Runner) -> None:
    whole = ask(runner).frame.filter(pl.col("segment") == "loyal")
    part = ask(runner, scope=Scope(segment=Segment("rfm", "loyal"))).frame.filter(pl.col("segment") == "loyal")
    assert part.select("p_alive", "clv").row(0) == pytest.approx(whole.select("p_alive", "clv").row(0))


def test_worth_comes_after_the_trend_and_plays_last(runner: Runner) -> None:
    assert ask(runner).frame.columns[-4:] == ["trend", "p_alive", "clv", "play"]
    assert ask(runner, worth="no").frame.columns[-2:] == ["trend", "play"]
    assert ask(runner, "abc", worth="no").frame.columns[-1] == "trend"
    assert [column.name for column in ask(runner).columns] == ask(runner).frame.columns


def test_no_worth_is_not_spoken_of(runner: Runner) -> None:
    assert not any("P(alive)" in note for note in ask(runner, worth="no").notes)


def test_a_large_log_says_how_to_ask_for_worth(runner: Runner, cdnow_log: EventLog) -> None:
    large = Runner(replace(cdnow_log, size=AUTO_LIMIT + 1))
    result = ask(large)
    assert "p_alive" not in result.frame.columns
    assert any("100,001 customers" in note and "--set worth=yes" in note for note in result.notes)
    assert ask(runner, worth="yes").frame.equals(ask(runner).frame)


def test_why_there_is_no_model_is_told_in_words(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    rows = [(f"p{n}", date(2024, 1, 1) + timedelta(days=day), "purchase", 1) for n in range(3) for day in (0, 9)]
    result = answer(log_of(*rows), "rfm", worth="yes")
    assert "p_alive" not in result.frame.columns
    told = "No P(alive) and CLV: 3 customers bought on a second day; a model needs 100."
    assert told in result.notes
    visited = answer(log_of(("a", "2024-01-01", "visit")), "engagement")
    assert any("No P(alive) and CLV: 0 customers" in note for note in visited.notes)


def test_a_doubtful_fit_is_told_wherever_it_shows(
    table_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    # Everybody comes back every ten days until the end: nobody ever leaves.
    day = "DATE '2024-01-01' + (i // 150 * 10)::INTEGER"
    days = f"SELECT (i % 150)::VARCHAR AS customer, {day} AS time FROM range(3000) r(i)"
    log = table_log(days)
    said = [note for note in answer(log, "rfm").notes if "hardly anybody who leaves" in note]
    assert len(said) == 1
    assert said[0].startswith("P(alive) and CLV: ")
    valued, whole = answer(log, "clv"), answer(log, "rfm")
    assert "hardly anybody who leaves" in valued.findings[0]
    # Nobody's staying is shown as certain: it is blank, and the values that stand on it say so.
    assert valued.frame["p_alive"].null_count() == len(valued.frame)
    assert valued.frame["expected_purchases"].min() > 0
    assert valued.metric.chart is not None
    assert valued.metric.chart.y == ("simple_clv",)  # instead of buyers by P(alive)
    assert "p_alive" not in whole.frame.columns
    one = answer(log, "customer_standing", id="7")
    assert "if everybody stays" in one.findings[0]
    assert "P(alive)" not in {figure.name for figure in one.figures}


def test_without_amounts_there_is_p_alive_alone(
    table_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    # Half of them are gone after a hundred days.
    day = "DATE '2024-01-01' + (i * 37 % if(i % 2 = 0, 100, 400))::INTEGER"
    days = f"SELECT (i % 150)::VARCHAR AS customer, {day} AS time FROM range(900) r(i)"
    result = answer(table_log(days), "rfm")
    assert "p_alive" in result.frame.columns
    assert "clv" not in result.frame.columns
    assert any(note.startswith("No CLV: ") for note in result.notes)


def test_an_answer_with_worth_is_compared_with_one_without(cdnow_log: EventLog) -> None:
    # By the third of January 1997 hardly anybody had come back.
    scope = Scope(since=date(1997, 1, 4), until=date(1997, 12, 31))
    before = Scope(until=date(1997, 1, 3))
    runner = Runner(cdnow_log)
    assert "p_alive" in ask(runner, scope=scope).frame.columns
    assert "p_alive" not in ask(runner, scope=before).frame.columns
    result = runner.answer(Question.of("rfm", scope, compare=Comparison("before")))
    assert {"p_alive", "customers_before", "play"} <= set(result.frame.columns)
    assert "p_alive_before" not in result.frame.columns


def test_worth_decides_nothing_about_who_is_in_which_segment(cdnow_log: EventLog) -> None:
    data = Data(cdnow_log, Scope())
    plain = membership(data, "rfm", bins=4).collect()
    assert membership(data, "rfm", bins=4, worth="yes").collect().equals(plain)
    assert deciding({"bins": 4, "worth": "yes"}) == {"bins": 4}


@pytest.mark.parametrize("id_", list(PLAYS))
def test_plays_are_short_sentences_for_every_segment(id_: str) -> None:
    declared = catalogue.segmentation(id_)
    assert set(PLAYS[id_]) == set(declared.names)
    for sentence in PLAYS[id_].values():
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert len(sentence) <= 62


def test_the_mapping_replaces_single_plays(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    plays = {"rfm": {"At Risk": "Ring \x1b[31mthem.", "loyal": ""}, "abc": {"A": "Call."}}
    log = log_of(("a", "2024-01-01", "purchase", 1), ("b", "2024-01-02", "purchase", 9), plays=plays)
    told = dict(answer(log, "rfm").frame.select("segment", "play").iter_rows())
    assert told["at risk"] == "Ring \x1b[31mthem."
    assert told["loyal"] is None
    assert told["champions"] == PLAYS["rfm"]["champions"]
    assert dict(answer(log, "abc").frame.select("segment", "play").iter_rows())["A"] == "Call."
    assert "play" not in answer(log, "decile").frame.columns


def test_segments_without_plays_of_their_own_have_no_such_column(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    frame = answer(log_of(("a", "2024-01-01", "purchase", 1), ("b", "2024-01-02", "visit")), "rfm", bins=4).frame
    assert frame["segment"].to_list() == ["4-1", "no purchase"]
    assert frame["play"].to_list() == [None, PLAYS["rfm"]["no purchase"]]
    alone = answer(log_of(("a", "2024-01-01", "purchase", 1)), "engagement").frame
    assert "play" not in alone.columns


def test_own_segments_have_their_actions_as_plays(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    own = (OwnSegment("VIP", rule="orders >= 2", action="Invite."), OwnSegment("vip lost", rule="orders = 1"))
    log = log_of(("a", "2024-01-01"), ("a", "2024-01-02"), ("b", "2024-01-01"), segments=own)
    assert plays_of(log.mapping, "rules") == {"VIP": "Invite."}
    assert dict(answer(log, "rules").frame.select("segment", "play").iter_rows())["VIP"] == "Invite."

"""Hold-outs: drawn at random and seeded, kept beside their list, and gone with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.customers.held_out import drawn, told_of
from queries.errors import UsageError
from queries.question.question import Question
from queries.session import Options, Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = (
    "CREATE TABLE orders AS SELECT 'c' || n AS customer_id, TIMESTAMP '2024-01-01' AS ordered_at, 5.5 AS amount "
    "FROM range(100) t(n)"
)


@given(size=st.integers(1, 300), share=st.floats(0, 0.99), name=st.text(max_size=8))
def test_a_draw_parts_the_list_and_is_the_same_again(size: int, share: float, name: str) -> None:
    codes = pl.Series(range(0, size * 2, 2), dtype=pl.UInt32)
    one, again = drawn(codes, share, name), drawn(codes.reverse(), share, name)
    assert sorted([*one.treated, *one.held]) == codes.to_list()
    assert len(one.held) == min(round(size * share), size - 1)
    assert set(one.held) == set(again.held)
    assert len(one.treated) > 0


def test_another_name_draws_others() -> None:
    codes = pl.Series(range(1_000), dtype=pl.UInt32)
    shared = set(drawn(codes, 0.2, "spring").held) & set(drawn(codes, 0.2, "autumn").held)
    assert 10 <= len(shared) <= 70, "of 200 about 40 by chance"


@pytest.fixture
def session(database: Callable[..., Path], tmp_path: Path) -> Session:
    session = Session([database(ROWS)], Options(lists_folder=tmp_path))
    session.look()
    session.load()
    return session


def everybody(session: Session) -> pl.Series:
    return session.runner.log.customers.collect()["customer"]


def sizes(session: Session) -> dict[str, int]:
    return {entry.name: len(entry.customers) for entry in session.runner.log.lists}


def test_those_held_out_are_a_list_of_their_own(session: Session) -> None:
    session.freeze("letter", everybody(session), hold_out=0.2)
    assert sizes(session) == {"letter held out": 20, "letter": 80}
    told = told_of(session.runner.log, "LETTER")
    assert told.startswith("“letter” is kept: 80 customers; 20 customers were held out at random (seed ")
    assert told.endswith("), kept as “letter held out”.")
    segments = session.runner.answer(Question.of("frozen")).frame["segment"].to_list()
    assert segments == ["letter", "everyone else"], "the list is the one that was frozen last"


def test_a_list_that_is_replaced_or_forgotten_takes_its_hold_out_along(session: Session) -> None:
    session.freeze("letter", everybody(session), hold_out=0.2)
    session.freeze("letter", everybody(session), replace=True)
    assert sizes(session) == {"letter": 100}
    session.freeze("letter", everybody(session), replace=True, hold_out=0.1)
    session.thaw("letter")
    assert sizes(session) == {}


def test_a_taken_name_leaves_nothing_behind(session: Session) -> None:
    session.freeze("letter", everybody(session))
    with pytest.raises(UsageError, match="There is a frozen segment “letter” already"):
        session.freeze("letter", everybody(session), hold_out=0.5)
    assert [saved.name for saved in session.frozen()] == ["letter"]


def test_too_few_to_hold_anybody_out(session: Session) -> None:
    with pytest.raises(UsageError, match="4 customers are too few to hold 10% of them out"):
        session.freeze("few", everybody(session)[:4], hold_out=0.1)
    assert session.frozen() == []

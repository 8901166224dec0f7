"""How far a question is that reads texts: said in the last line, and stopped by esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from queries.cancel import Token
from queries.errors import CancelledError
from queries.eventlog.progress import Progress
from queries.question.question import Question
from queries.session import Session
from tui.app import Start
from tui.state.opening import Worked

if TYPE_CHECKING:
    from pathlib import Path

    from queries.answering.runner import Runner

SAID = ("Terrible and broken", "I love it, wonderful")


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    file = tmp_path / "reviews.csv"
    rows = (f'{1 + n % 5},"{SAID[n % 5 > 1]} {n}"' for n in range(1_200))
    file.write_text("\n".join(["rating,review", *rows]), "utf-8")
    return file


@pytest.fixture
def runner(reviews: Path) -> Runner:
    session = Session([reviews])
    session.look()
    return session.load()


def test_how_far_it_is_is_told_as_a_share(runner: Runner) -> None:
    told: list[Progress] = []
    runner.answer(Question.of("sentiment"), Token(), told.append)
    assert [one.words for one in told] == [
        "reading", "reading: 500 of 1,200 texts, 41 %", "reading: 1,000 of 1,200 texts, 83 %",
    ]  # fmt: skip
    told.clear()
    runner.answer(Question.of("topics"), Token(), told.append)
    assert told == []  # they are read


def test_it_stops_between_texts_and_can_be_asked_again(runner: Runner) -> None:
    token, told = Token(), list[Progress]()

    def stop(progress: Progress) -> None:
        told.append(progress)
        token.cancel()

    with pytest.raises(CancelledError):
        runner.answer(Question.of("sentiment"), token, stop)
    assert len(told) == 1
    assert runner.answer(Question.of("sentiment")).frame["texts"].sum() == 1_200


def test_the_last_line_says_it_beside_the_key_that_stops_it(reviews: Path) -> None:
    async def script(app: Driven) -> None:
        main, words = app.main, "reading: 500 of 1,200 texts, 41 %"
        assert main.asked is not None
        main.busy("sentiment")
        main.post_message(Worked(main.asked, words))
        await app.settle()
        assert f"{words}  esc stop" in app.footer
        main.post_message(Worked(Question.of("topics"), "reading: 9 of 10 texts, 90 %"))  # nobody asks it any more
        await app.settle()
        assert words in app.footer
        main.busy("")
        await app.settle()
        assert "texts" not in app.footer
        await app.ask("sentiment")
        assert "texts," not in app.footer

    drive(Start(paths=(str(reviews),)), script, size=(80, 24))

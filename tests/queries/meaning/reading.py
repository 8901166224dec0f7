"""Reads the files of a combination as a user opens them, and says what became of it."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from queries.errors import RegularsError
from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Session
from tests.queries.meaning.history import WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from queries.answering.runner import Runner
    from tests.queries.meaning.combination import Combination


@dataclass(frozen=True)
class Verdict:
    """What became of a combination.

    Attributes:
        combination: What was read.
        kind: The figures were those of the history; a question was asked; it refused without one; other figures.
        why: The question, the refusal, or which figures were other ones.
    """

    combination: Combination
    kind: Literal["right", "asked", "refused", "wrong"]
    why: str = ""

    @property
    def failed(self) -> bool:
        """Neither the truth nor a question."""
        return self.kind in ("refused", "wrong")

    def __str__(self) -> str:
        return f"{self.kind}: {self.combination}: {self.why}"


def verdict(combination: Combination) -> Verdict:
    """Writes and reads one combination; an error that nobody foresaw says of which."""
    with tempfile.TemporaryDirectory(prefix="regulars-history-") as folder:
        try:
            paths, figures = combination.write(Path(folder))
            return _read(combination, paths, figures)
        except RegularsError as error:
            return Verdict(combination, "asked" if "?" in str(error) else "refused", str(error))
        except Exception as error:
            error.add_note(f"with {combination}")
            raise


def _read(combination: Combination, paths: Sequence[Path], figures: dict[str, float]) -> Verdict:
    session = Session(paths)
    session.look()
    if not session.certain and session.guess:
        questions = [question for question in session.guess.questions if question.endswith("?")]
        return Verdict(combination, "asked" if questions else "refused", " ".join(questions))
    told = _told(session.load())
    other = {name: (told.get(name), value) for name, value in figures.items() if not _same(told.get(name), value)}
    why = "; ".join(f"{name} {found} instead of {value}" for name, (found, value) in other.items())
    return Verdict(combination, "wrong" if other else "right", why)


def _told(runner: Runner) -> dict[str, float | None]:
    """The figures of `overview`, and the orders of the window alone."""
    whole = _overview(runner, Scope())
    since, until = WINDOW
    return whole | {"window": _overview(runner, Scope(since=since, until=until))["orders"]}


def _overview(runner: Runner, scope: Scope) -> dict[str, float | None]:
    frame = runner.answer(Question.of("overview", scope)).frame
    return dict(zip(frame["measure"], frame["value"], strict=True))


def _same(found: float | None, value: float) -> bool:
    return found is not None and abs(found - value) <= 0.005 + 1e-6 * abs(value)


def shares(verdicts: Iterable[Verdict]) -> str:
    """How often each dialect was read right, asked about, refused and read wrong; without those always right."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for one in verdicts:
        for dimension, dialect in one.combination.unusual.items():
            counted.setdefault((dimension, dialect.name), Counter())[one.kind] += 1
    lines = [f"{'':52} {'right':>7} {'asked':>7} {'refused':>7} {'wrong':>7} {'of':>6}"]
    for (dimension, name), kinds in sorted(counted.items(), key=lambda entry: entry[0][0]):
        total = kinds.total()
        if kinds["right"] == total:
            continue
        told = " ".join(f"{kinds[kind] / total:7.0%}" for kind in ("right", "asked", "refused", "wrong"))
        lines.append(f"{dimension + ': ' + name:52} {told} {total:6}")
    return "\n".join(lines)

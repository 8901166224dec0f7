"""From files and a question to an answer, for commands without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.errors import MappingError
from queries.session import Options, Session
from queries.wording import count_of, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.answering.result import Result
    from queries.cancel import Token
    from queries.question.question import Question
    from tui.cli.narration import ProgressLine
    from tui.cli.options import Common


def opened(files: Sequence[str], common: Common, line: ProgressLine, *, afresh: bool = False) -> Session:
    """The files, and what their tables mean; `afresh` with the reasons."""
    line.tell(say("opening"))
    session = Session(files, Options(**common.session_fields()))
    session.look(afresh=afresh)
    return session


def answer(
    files: Sequence[str], common: Common, question: Question, token: Token, line: ProgressLine
) -> tuple[Session, Result]:
    """The answer to a question.

    Raises:
        MappingError: It is not certain what the columns mean, and nobody is there to ask.
    """
    session = loaded(files, common, token, line)
    line.tell(say("working it out"))
    return session, session.runner.answer(question, token, line.report)


def loaded(files: Sequence[str], common: Common, token: Token, line: ProgressLine) -> Session:
    """The files with their log built, ready for questions.

    Raises:
        MappingError: It is not certain what the columns mean, and nobody is there to ask.
    """
    session = opened(files, common, line)
    _require_certainty(session)
    session.load(line.report, token)
    return session


def _require_certainty(session: Session) -> None:
    """Refuse to guess where a person has to say what the data mean; the most consequential question is told."""
    from queries.mapping.deciding import ways
    from tui.cli.decided import asked, masked

    guess = session.guess
    if guess is None or guess.certain:
        return
    question, *others = guess.questions
    if not guess.mapping.events:
        reasons = [finding.reason for finding in guess.findings if finding.meaning == "table"]
        question = " ".join([*reasons[:1], question])
    more = ""
    if others:
        told = count_of("{number:,} more question after it.", "{number:,} more questions after it.", len(others))
        more = f" ({told})"
    decision = next((one for one in guess.decisions if one.question == question), None)
    todo = (
        say(
            "Answer with {decision}, or on the mapping screen (“regulars FILE” in a terminal), or in the file that "
            "“regulars map FILE -o map.toml” writes and --map reads.",
            decision=masked(ways(decision)),
        )
        if decision
        else say(
            "Answer on the mapping screen (“regulars FILE” in a terminal), or in the file that "
            "“regulars map FILE -o map.toml” writes and --map reads."
        )
    )
    raise MappingError(
        say(
            "It is not certain what {title} means: {question}{more}",
            title=session.source.title,
            question=masked(asked(question)),
            more=more,
        ),
        todo,
    )

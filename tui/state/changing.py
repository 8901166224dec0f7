"""Changing what is asked: one question made of another. Of the data only the first and the last day are looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from queries.errors import QuestionError, UsageError
from queries.wording import say

if TYPE_CHECKING:
    from queries.eventlog.model import EventLog
    from queries.question.question import Question
    from queries.question.scope import Scope
    from tui.state.row import Row


def about(metric: str, before: Question | None, scope: Scope | None, **parameters: Any) -> Question:
    """A question of the scope in force and its comparison.

    Args:
        metric: What is asked now.
        before: What was asked last.
        scope: The scope where nothing was asked yet.
        parameters: What is set about it; else its defaults.
    """
    from queries.question.question import Question

    if before is None:
        return Question.of(metric, scope, **parameters)
    return Question.of(metric, before.scope, compare=before.compare, **parameters)


def over(question: Question, scope: Scope) -> Question:
    """The same of another scope; all of the data have no period before them to compare with."""
    other = question.over(scope)
    lost = other.compare is not None and not other.compare.segment and scope.since is None
    return replace(other, compare=None) if lost else other


def over_everything(question: Question, _log: EventLog, _row: Row | None, _step: int) -> Question:
    """The same of all the data, by the grain that suits it, compared with nothing.

    Raises:
        UsageError: It is that already.
    """
    from queries.question.scope import Scope

    if question.scope == Scope() and question.compare is None:
        raise UsageError(say("The scope is all of the data already."))
    return replace(question, scope=Scope(), compare=None)


def moved_by(question: Question, log: EventLog, _row: Row | None, step: int) -> Question:
    """The same, one period back or on.

    Raises:
        QuestionError: There the data hold nothing, or they have no dates.
    """
    _require_dates(log)
    from queries.data.timespan import Timespan
    from queries.question.moving import moved

    grain = Timespan(log, question.scope).grain
    scope = moved(question.scope, step, grain=grain, first_day=log.first_day, last_day=log.last_day)
    if scope is None:
        raise QuestionError(say("The data do not go further."))
    return over(question, scope)


def by_grain(question: Question, log: EventLog, _row: Row | None, step: int) -> Question:
    """The same by longer or shorter periods.

    Raises:
        UsageError: There are none.
        QuestionError: These data have no dates.
    """
    _require_dates(log)
    from queries.data.timespan import Timespan
    from queries.question.periods import Grain

    grains = list(Grain)
    at = grains.index(Timespan(log, question.scope).grain) + step
    if not 0 <= at < len(grains):
        raise UsageError(say("There is no coarser grain.") if step > 0 else say("There is no finer grain."))
    return over(question, question.scope.changed(grain=grains[at]))


def _require_dates(log: EventLog) -> None:
    """Refuse what is about time where there is none."""
    from queries.catalogue import HISTORY
    from queries.data.needs import unmet

    if not log.has(HISTORY):
        raise unmet(log, HISTORY)


def among_segment(question: Question, _log: EventLog, row: Row | None, _step: int) -> Question:
    """The same of the members of the segment that a row stands for.

    Raises:
        UsageError: It stands for none.
    """
    from queries.question.scope import Segment
    from queries.segments.declaring import deciding

    if row is None or row.values is None or row.answer.metric.segmentation is None:
        raise UsageError(say("Only a row of a segmentation (RFM …) can become the scope."))
    of_row = row.answer.question
    parameters = tuple(deciding(dict(of_row.parameters)).items())
    segment = Segment(of_row.metric, str(row.values["segment"]), parameters)
    return over(question, question.scope.changed(segment=segment))


CHANGES = {"everything": over_everything, "period": moved_by, "grain": by_grain, "segment": among_segment}
"""What the keys change: made of the question in force, the log, the row of the answer one is on, and a step."""


def lost_comparison(before: Question, after: Question) -> bool:
    """Whether another scope has nothing to be compared with."""
    return before.compare is not None and after.compare is None and before.scope != after.scope

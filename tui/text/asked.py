"""What is asked, in words: where one is, which part of the data, compared with what, and why nothing is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import metric
from queries.formats.cells import words
from queries.wording import say

if TYPE_CHECKING:
    from queries.answering.result import Result
    from queries.question.comparison import Comparison
    from queries.question.question import Question


def trail(result: Result, part: str | None = None) -> str:
    """Where one is: the group and the question, what was changed of it, and the further table that is shown."""
    group, title = result.metric.group, result.metric.title
    name = title if group.casefold() == title.casefold() else f"{group} › {title}"
    table = f" › {words(part)}" if part else ""
    return name + _changed(result.question) + table


def _changed(question: Question) -> str:
    """What was changed of a question, behind its name."""
    split = say(" by {split}", split=question.split) if question.split else ""
    changed = ", ".join(f"{name} {written(value)}" for name, value in question.parameters)
    return split + (f" ({changed})" if changed else "")


def question_words(question: Question) -> str:
    """A question in one line: its title, what was changed of it, and what of the scope is not all of the data."""
    title = metric(question.metric).title + _changed(question)
    compared = say("against {compare}", compare=against(question.compare)) if question.compare else ""
    return " · ".join(part for part in (title, question.scope.describe_asked(), compared) if part)


def against(comparison: Comparison) -> str:
    """What an answer is compared with, in words."""
    if comparison.segment:
        return str(comparison.segment)
    return say("the period before") if comparison.kind == "before" else say("the year before")


def why_empty(result: Result) -> str:
    """Why an answer has no rows, and the key that changes it."""
    if result.question.scope.is_everything:
        note = f"\n{result.notes[0]}" if result.notes else ""
        return say(
            "These data have nothing to show for this question: {question}{note}",
            question=result.metric.question,
            note=note,
        )
    return say("Nothing here: {scope_words}. F clears the scope, f changes it.", scope_words=result.scope_words)


def why_no_chart(result: Result | None) -> str:
    """Why there is nothing to draw."""
    bare = result is not None and result.metric.chart is None
    return say("This question has no chart.") if bare else say("There is nothing to draw for this row.")


def written(value: object) -> str:
    """A value as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return ",".join(map(str, value))
    return str(value)

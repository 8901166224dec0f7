"""A question as JSON can hold it: the last one asked of some files, and those that were given a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from queries.errors import UsageError
from queries.wording import say

if TYPE_CHECKING:
    from queries.question.question import Question
    from queries.question.scope import Scope


@dataclass(frozen=True)
class View:
    """A question: its metric, parameters, split, scope and comparison."""

    metric: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    split: str | None = None
    scope: dict[str, Any] = field(default_factory=dict)
    compare: str | None = None

    @classmethod
    def of(cls, question: Question) -> View:
        """The view of a question."""
        compare = str(question.compare) if question.compare else None
        parameters = dict(question.parameters)
        return cls(question.metric, parameters, question.split, scope_values(question.scope), compare)

    def question(self) -> Question:
        """The question it was made of.

        Raises:
            UsageError: A part of it is not understood: it was written by another version, or by hand.
        """
        from queries.question.comparison import Comparison
        from queries.question.question import Question

        try:
            compare = Comparison.parse(self.compare) if self.compare else None
            return Question.of(self.metric, scope_from(self.scope), self.split, compare, **self.parameters)
        except (ValueError, TypeError, AttributeError) as error:
            raise UsageError(say("A part of this question is not understood."), say("Ask it anew.")) from error


def scope_values(scope: Scope) -> dict[str, Any]:
    """A scope as JSON can hold it."""
    segment = scope.segment
    return {
        "since": scope.since.isoformat() if scope.since else None,
        "until": scope.until.isoformat() if scope.until else None,
        "grain": scope.grain.value if scope.grain else None,
        "events": list(scope.events),
        "channels": list(scope.channels),
        "segment": [segment.segmentation, segment.name] if segment else None,
        "settings": scope.setting_words(),
        "where": [str(condition) for condition in scope.where],
        "as_of": scope.as_of.isoformat() if scope.as_of else None,
    }


def scope_from(values: dict[str, Any]) -> Scope:
    """The scope that `scope_values` wrote.

    Raises:
        UsageError: A part of it is no such part.
        ValueError, TypeError, AttributeError: It has another form.
    """
    from queries.question.periods import Grain
    from queries.question.question import read_settings
    from queries.question.scope import Condition, Scope, Segment

    day = {name: date.fromisoformat(values[name]) if values.get(name) else None for name in ("since", "until", "as_of")}
    segmentation, name = _texts(values, "segment") or ("", "")
    return Scope(
        since=day["since"],
        until=day["until"],
        as_of=day["as_of"],
        grain=Grain(values["grain"]) if values.get("grain") else None,
        events=_texts(values, "events"),
        channels=_texts(values, "channels"),
        segment=Segment(segmentation, name) if segmentation else None,
        settings=read_settings(_texts(values, "settings")),
        where=tuple(Condition.parse(text) for text in _texts(values, "where")),
    )


def _texts(values: dict[str, Any], name: str) -> tuple[str, ...]:
    """A part that is a list of texts; none where it is not there."""
    texts = values.get(name) or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise TypeError(name)
    return tuple(texts)

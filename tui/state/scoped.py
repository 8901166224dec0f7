"""The parts of what a question is asked of: what the scope line shows as chips, and `f` changes or drops one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from queries.question.scope import typed
from queries.wording import say
from tui.state.changing import over
from tui.text.asked import against

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from queries.question.question import Question

    Changed = Callable[[Question], Question]
    """Makes another question of one."""


@dataclass(frozen=True)
class Part:
    """One part.

    Attributes:
        kind: What it is a part of: `period`, `compare`, or the name of a field of the scope.
        words: What it is, as the line says it.
        finds: What is written into the box that finds parts to have others of its kind, or itself to be changed.
        drop: Makes the question without it; None where it cuts nothing off.
        instead: What holds then.
    """

    kind: str
    words: str
    finds: str = ""
    drop: Changed | None = None
    instead: str = ""


def parts_of(question: Question, told: Mapping[str, Any], *, everyone: bool = True) -> list[Part]:
    """All parts, in the order of the line; of a question whose values are masked they are as many.

    Args:
        question: What is asked.
        told: What an answer says of its scope: the days and the grain in force; empty where it is not there yet.
        everyone: Whether there are customers, so that nobody left out is worth a word.
    """
    if told and told["from"] is None:
        return [Part("period", say("no dates")), *_who(question, everyone=everyone)]
    return [*_when(question, told), *_what(question), *_who(question, everyone=everyone), *_known(question)]


def _when(question: Question, told: Mapping[str, Any]) -> Iterator[Part]:
    """The days, what they are compared with, and how long a period is."""
    scope = question.scope
    since = told.get("from") or scope.since or say("the beginning")
    until = told.get("to") or scope.until or say("the end")
    days, finds = say("{since} to {until}", since=since, until=until), say("Period: {name}", name="")
    if scope.since or scope.until:
        yield Part("period", days, finds, partial(_over, since=None, until=None), say("All dates again."))
    else:
        yield Part("period", days, finds)
    if question.compare:
        alone = partial(replace, compare=None)
        yield Part(
            "compare",
            say("against {compare}", compare=against(question.compare)),
            "",
            alone,
            say("Compared with nothing."),
        )
    grain = told.get("grain") or (scope.grain and scope.grain.value)
    if grain:
        words, finds = say("by {value}", value=say(grain)), say("By {grain}", grain="")
        suits = (partial(_over, grain=None), say("As suits the days.")) if scope.grain else ()
        yield Part("grain", words, finds, *suits)


def _what(question: Question) -> Iterator[Part]:
    """The kinds of event and the channels that count."""
    kinds = (
        ("events", say("Event"), say("all events"), say("One kind of event less.")),
        ("channels", say("Channel"), say("all channels"), say("One channel less.")),
    )
    for kind, title, every, instead in kinds:
        values: tuple[str, ...] = getattr(question.scope, kind)
        for at, value in enumerate(values):
            then = instead if len(values) > 1 else every
            yield Part(kind, value, f"{title}: ", partial(_without, kind=kind, at=at), then)
        if not values:
            yield Part(kind, every, f"{title}: ")


def _who(question: Question, *, everyone: bool) -> Iterator[Part]:
    """Whose customers count: a segment, and each condition."""
    scope = question.scope
    if scope.segment:
        from queries.catalogue import metric

        title = metric(scope.segment.segmentation).title
        drop: Changed = partial(_over, segment=None)
        yield Part("segment", scope.segment.describe(), f"{title}: ", drop, say("Everyone again."))
    for at, condition in enumerate(map(str, scope.where)):
        drop = partial(_without, kind="where", at=at)
        yield Part("where", condition, condition, drop, say("One condition less."))
    if everyone and not scope.segment and not scope.where:
        yield Part("where", say("everyone"))


def _known(question: Question) -> Iterator[Part]:
    """The analysis date where it is not that of the data, and how segmentations are set."""
    scope = question.scope
    if scope.as_of:
        words, again = say("as of {as_of}", as_of=scope.as_of), say("As of the end of the data again.")
        yield Part("as_of", words, words, partial(_over, as_of=None), again)
    for at, (owner, name, value) in enumerate(scope.settings):
        drop = partial(_without, kind="settings", at=at)
        yield Part("settings", f"{owner} {name} {typed(value)}", "", drop, say("As it is set by itself."))


def _over(question: Question, **changed: Any) -> Question:
    """The same question with parts of its scope replaced."""
    return over(question, question.scope.changed(**changed))


def _without(question: Question, kind: str, at: int) -> Question:
    """The same question without one of several values: by its place, since the value may be masked."""
    values: tuple[Any, ...] = getattr(question.scope, kind)
    return _over(question, **{kind: values[:at] + values[at + 1 :]})

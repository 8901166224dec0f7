"""The parts of the scope, to be picked: what narrows it now, periods, grains, channels, events, segments, values."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from queries.formats.plurals import many
from queries.wording import mark, say
from tui.dialogs.find import Find, Lookup, Source
from tui.dialogs.hits import Hit
from tui.text.formats import long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from polars import DataFrame

    from queries.answering.runner import Runner
    from queries.cancel import Token
    from queries.catalogue import Metric
    from queries.data.data import Data
    from queries.question.scope import Scope
    from tui.state.scoped import Part
    from tui.state.workspace import Workspace

    Change = Callable[[Callable[[Scope], Scope]], None]
    """Asks the same of another part of the data."""


_SAME = {"female": ("women", "女"), "male": ("men", "男"), "true": ("yes", "是"), "false": ("no", "否")}
"""What people type for values that files write otherwise."""


class Ends(NamedTuple):
    """What becomes of what is picked.

    Attributes:
        change: Asks the same of another scope.
        drop: Asks without a part.
        edit: Has a part changed.
        form: Opens all the parts as lines to write into.
    """

    change: Change
    drop: Callable[[Part], object]
    edit: Callable[[Part], object]
    form: Callable[[], object]


def scope_box(
    workspace: Workspace, runner: Runner, scope: Scope, now: Sequence[Part], ends: Ends, typed: str = ""
) -> Find:
    """The box to pick parts of the scope from: those that narrow it now are changed or dropped, the others narrow it.

    Args:
        workspace: Knows the catalogue.
        runner: Knows the data.
        scope: The scope in force.
        now: What narrows it now, as it may be seen; listed while nothing is typed.
        ends: What becomes of what is picked.
        typed: What is typed already.
    """
    change = ends.change
    lines = Hit(
        say("All parts in a form …"),
        say("Dates, grain, events, channels, segment, conditions, analysis date."),
        ends.form,
    )
    sources = [
        Source(lambda typed: () if typed else [_now(part, ends) for part in now], each=True),
        Source(lambda _: (lines,)),
        Source(lambda _: _spans(runner, change)),
        Source(lambda typed: _typed(runner, typed, change), each=True),
        Source(lambda _: _grains(runner, scope, change)),
        Source(lambda _: segments(workspace, runner, change)),
    ]
    lookups = [
        Lookup(lambda _, token: parts(runner, scope, change, token), behind=2),
        Lookup(lambda _, token: _counted(workspace, runner, change, token), adds=False),
    ]
    words = say("2024-03, 2024 Q1, as of 2024-06, a channel, an event, a segment, orders>3 …")
    keys = say("enter changes a part, backspace drops it · ↑ ↓ choose · esc leaves") if now else ""
    return Find(say("Scope"), sources, words, desk=workspace.desk, lookups=lookups, keys=keys, typed=typed)


def _now(part: Part, ends: Ends) -> Hit:
    """A part that narrows the scope now."""
    meaning = say("Dropped: {instead}", instead=part.instead)
    return Hit(part.words, meaning, partial(ends.edit, part), drops=partial(ends.drop, part), edits=part.finds)


def _changing(**changed: Any) -> Callable[[Scope], Scope]:
    """A change of the scope in force."""
    return lambda scope: scope.changed(**changed)


def _spans(runner: Runner, change: Change) -> Iterator[Hit]:
    """The periods that people ask for most."""
    from queries.catalogue import HISTORY
    from queries.question.spans import named_spans

    log = runner.log
    for name, since, until in named_spans(log.first_day, log.last_day) if log.has(HISTORY) else ():
        yield _span(say("Period: {name}", name=name), since, until, change, also=name)


def _span(name: str, since: Any, until: Any, change: Change, also: str) -> Hit:
    days = f"{long_date(since)} – {long_date(until)}"
    return Hit(name, days, partial(change, _changing(since=since, until=until)), also=also)


def _typed(runner: Runner, typed: str, change: Change) -> Iterator[Hit]:
    """Days or a condition that somebody typed."""
    from queries.catalogue import CUSTOMERS, HISTORY
    from queries.errors import UsageError
    from queries.question.scope import Condition

    if runner.log.has(HISTORY):
        yield from _days(typed.strip(), change)
    if runner.log.has(CUSTOMERS) and any(sign in typed for sign in "=<>"):
        try:
            condition = Condition.parse(typed)
        except UsageError:
            return
        said = say("Only customers of whom this is so.")
        yield Hit(
            say("Where: {condition}", condition=condition),
            said,
            partial(change, lambda scope: _where(scope, condition)),
            also=typed,
        )


def _days(typed: str, change: Change) -> Iterator[Hit]:
    """Days that were typed, with or without the words that tell what they are for: a period, the analysis date."""
    from queries.errors import UsageError
    from queries.question.spans import read_span

    before = {"since": say("Period: {name}", name="").strip(), "as_of": say("as of {as_of}", as_of="").strip()}
    named = {part: words for part, words in before.items() if typed.casefold().startswith(words.casefold())}
    days = typed[len(next(iter(named.values()), "")) :].strip()
    if not days[:1].isdigit() and days[:1] not in ("q", "Q"):
        return
    try:
        name, since, until = read_span(days)
    except UsageError:
        return
    if "as_of" not in named:
        yield _span(say("Period: {name}", name=name), since, until, change, also=typed)
    if "since" not in named:
        told = say("As it was when nothing of that day or later was known.")
        yield Hit(say("as of {as_of}", as_of=since), told, partial(change, _changing(as_of=since)), also=typed)


def _where(scope: Scope, condition: Any) -> Scope:
    """The scope with a condition more, in the place of one of its kind: what is more than 5 need not be more than 3."""
    others = (
        one
        for one in scope.where
        if (one.name, one.operator) != (condition.name, condition.operator) or one.operator == "!="
    )
    return scope.changed(where=tuple(dict.fromkeys((*others, condition))))


def _grains(runner: Runner, scope: Scope, change: Change) -> Iterator[Hit]:
    """How long a period is."""
    from queries.catalogue import HISTORY
    from queries.question.periods import Grain

    for grain in Grain if runner.log.has(HISTORY) else ():
        if grain is not scope.grain:
            said = say("A period is a {value}.", value=say(grain.value))
            yield Hit(
                say("By {grain}", grain=say(grain.value)),
                said,
                partial(change, _changing(grain=grain)),
                also=grain.value,
            )


def segments(workspace: Workspace, runner: Runner, change: Change) -> Iterator[Hit]:
    """The segments whose names are known before anything is counted: the scope becomes their members."""
    for metric in _segmentations(workspace, runner):
        declared = metric.segmentation
        assert declared is not None, "a segmentation declares its segments"
        for name in declared.segments or ():
            meaning = say(declared.meanings.get(name, mark("Its members become the scope.")))
            yield _segment(metric, name, meaning, change)


def _segment(metric: Metric, name: str, meaning: str, change: Change) -> Hit:
    from queries.question.scope import Segment

    chosen = _changing(segment=Segment(metric.id, name))
    return Hit(f"{metric.title}: {say(name)}", meaning, partial(change, chosen), also=name)


def _segmentations(workspace: Workspace, runner: Runner) -> list[Metric]:
    from queries.data.needs import missing

    return [
        metric
        for metric in workspace.metrics
        if metric.segmentation is not None
        and metric.segmentation.segments is not None
        and not missing(runner.log, metric.needs)
    ]


def _counted(workspace: Workspace, runner: Runner, change: Change, token: Token) -> Iterator[Hit]:
    """The segments with how many customers are in each."""
    from queries.errors import QuestionError
    from queries.question.question import Question

    for metric in _segmentations(workspace, runner):
        try:
            frame = runner.answer(Question.of(metric.id), token).frame
        except QuestionError:
            continue
        assert metric.segmentation is not None, "only segmentations are asked"
        for name, count in frame.select("segment", "customers").rows():
            meaning = say(metric.segmentation.meanings.get(name, ""))
            yield _segment(metric, name, " · ".join(filter(None, (many(count, "customer"), meaning))), change)


def parts(runner: Runner, scope: Scope, change: Change, token: Token) -> Iterator[Hit]:
    """Channels, kinds of event and values that customers share, with counts: the scope becomes only these.

    Where it is narrowed to others of the kind, one more can be taken in.
    """
    from queries.dimensions.parts import parts_in
    from queries.question.scope import Condition, Scope

    def counted(data: Data) -> DataFrame:
        return parts_in(data).collect()

    for of, name, value, count in runner.about(Scope(), counted, token).rows():
        if of == "attribute":
            condition = Condition(name, "=", value)
            others = tuple(one for one in scope.where if one.name != name)
            narrowed = _changing(where=(*others, condition))
            also = ", ".join((value, *_SAME.get(value.casefold(), ())))
            yield Hit(f"{name}: {value}", many(count, "customer"), partial(change, narrowed), also=also)
            continue
        kept: tuple[str, ...] = getattr(scope, f"{of}s")
        told, title = many(count, "event"), say(of.capitalize())
        yield Hit(f"{title}: {value}", told, partial(change, _changing(**{f"{of}s": (value,)})), also=value)
        if kept and value not in kept:
            more = _changing(**{f"{of}s": (*kept, value)})
            yield Hit(
                f"{title}: {', '.join((*kept, value))}",
                say("{told} more", told=told),
                partial(change, more),
                also=say("and {value}", value=value),
            )

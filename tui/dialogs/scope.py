"""The scope dialog: which part of the data the questions are about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label, Static

from queries.errors import RegularsError, UsageError
from queries.wording import say
from tui.dialogs.dialog import Dialog
from tui.frame.field import Field
from tui.state.changing import over
from tui.state.desk import Failed
from tui.text.safe import safe

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from queries.answering.runner import Runner
    from queries.cancel import Token
    from queries.question.question import Question
    from queries.question.scope import Scope
    from tui.state.desk import Desk


@dataclass
class Checked(Message):
    """The scope can be asked of."""

    scope: Scope


class ScopeDialog(Dialog["Question"]):
    """One line a part of the scope that these data have; an empty line cuts nothing off.

    Leaves with the question of the other scope.
    """

    def __init__(self, desk: Desk, runner: Runner, question: Question) -> None:
        super().__init__(say("Scope"), desk)
        self._runner = runner
        self._question = question
        self._scope = question.scope

    def content(self) -> ComposeResult:
        """The lines, each with what is available."""
        scope, log = self._scope, self._runner.log
        from queries import catalogue
        from queries.catalogue import CUSTOMERS, FIGURES, HISTORY
        from queries.data.needs import missing
        from queries.question.periods import Grain

        can = [metric.id for metric in catalogue.segmentations() if not missing(log, metric.needs)]
        segmentations, has_history = ", ".join(can), log.has(HISTORY)
        attributes = ", ".join((*log.attributes, *(column.name for column in FIGURES if has_history)))
        example = "rfm=at risk" if "rfm" in can else "attribute=Berlin"
        rows = (
            (
                "since",
                say("From"),
                _day(scope.since),
                say("a date from {first_day} (2024, 2024-03, 2024-03-15)", first_day=log.first_day),
            ),
            ("until", say("To"), _day(scope.until), say("a date to {last_day}, inclusive", last_day=log.last_day)),
            ("grain", say("By"), scope.grain.value if scope.grain else "", ", ".join(grain.value for grain in Grain)),
            ("events", say("Events"), ", ".join(scope.events), ", ".join(log.kinds)),
            (
                "channels",
                say("Channels"),
                ", ".join(scope.channels),
                ", ".join(log.channels) or say("the data name none"),
            ),
            (
                "segment",
                say("Segment"),
                str(scope.segment or ""),
                say(
                    "SEGMENTATION=SEGMENT, like {example}; of {segmentations}",
                    example=example,
                    segmentations=segmentations,
                ),
            ),
            (
                "where",
                say("Where"),
                ", ".join(map(str, scope.where)),
                say("NAME=VALUE, also != < >; of {attributes}", attributes=attributes),
            ),
            (
                "as_of",
                say("As of"),
                _day(scope.as_of),
                say("the analysis date, exclusive; {as_of} unless told", as_of=log.as_of),
            ),
        )
        of_people = ("segment", "where")
        for name, title, value, available in rows:
            if not log.has(CUSTOMERS if name in of_people else HISTORY):
                continue
            with Horizontal(classes="row"):
                yield Label(title, classes="name")
                yield Field(value, id=name)
            yield Static(Text(safe(available), no_wrap=True, overflow="ellipsis"), classes="available")
        yield Static(id="said", markup=False)
        yield Static(
            Text(say("enter applies · tab next line · esc leaves it as it was · an empty line cuts nothing off")),
            classes="hint",
        )

    @on(Input.Submitted)
    def _apply(self, event: Input.Submitted) -> None:
        """Find out whether the data have such a part, or say what is wrong with what was typed."""
        event.stop()
        try:
            scope = self._read()
        except RegularsError as error:
            self.say(str(error))
            return
        runner = self._runner

        def job(token: Token) -> Message:
            runner.check(scope, token)
            return Checked(scope)

        self.say(say("Looking for it …"))
        self.start(job)

    @on(Checked)
    def _checked(self, message: Checked) -> None:
        """Take the scope."""
        self.dismiss(over(self._question, message.scope))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.say(str(message.error))

    def _read(self) -> Scope:
        from queries.question.periods import Grain
        from queries.question.scope import Condition, Segment

        text = defaultdict(str, {str(field.id): field.value.strip() for field in self.query(Field)})
        grain = text["grain"].casefold()
        if grain and grain not in set(Grain):
            raise UsageError(
                say("There is no grain “{grain}”.", grain=grain),
                say("There are {names}.", names=", ".join(g.value for g in Grain)),
            )
        segment = Segment.parse(text["segment"]) if text["segment"] else None
        before = self._scope.segment
        if segment and before and (segment.segmentation, segment.name) == (before.segmentation, before.name):
            segment = before
        return self._scope.changed(
            since=_read_day(text["since"], last=False),
            until=_read_day(text["until"], last=True),
            grain=Grain(grain) if grain else None,
            events=_names(text["events"]),
            channels=_names(text["channels"]),
            segment=segment,
            where=tuple(Condition.parse(part) for part in _names(text["where"])),
            as_of=_read_day(text["as_of"], last=False),
        )


def _read_day(text: str, *, last: bool) -> date | None:
    """The first or the last day of what was typed; None where nothing was.

    Raises:
        UsageError: It is no year, quarter, month or day.
    """
    if not text:
        return None
    from queries.question.spans import read_period

    return read_period(text)[last]


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

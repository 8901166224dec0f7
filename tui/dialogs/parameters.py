"""The knobs of a question: a form made from what the metric declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.widgets import Input, Label, Static

from queries.errors import RegularsError
from tui.dialogs.choice import Choice
from tui.dialogs.dialog import Dialog, Field
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from queries.answering.runner import Runner
    from queries.catalogue import Parameter
    from queries.question.question import Question

SPLIT = "split-by"
KINDS = {
    "int": "a whole number",
    "float": "a number",
    "text": "text",
    "choice": "one of its choices",
    "flag": "yes or no",
    "date": "a date",
    "event": "a kind of event, or any",
    "segmentation": "a segmentation",
    "dimension": "a dimension",
    "numbers": "whole numbers with commas between",
    "decimals": "numbers with commas between",
}
"""What each kind of parameter takes."""


class Parameters(Dialog["Question"]):
    """One line a parameter, with what it takes; also the dimension to split by."""

    def __init__(self, question: Question, runner: Runner) -> None:
        from queries import catalogue

        self._metric = catalogue.metric(question.metric)
        super().__init__(f"Parameters of {self._metric.title}")
        self._question = question
        self._runner = runner

    def content(self) -> ComposeResult:
        """The lines; or that there is nothing to set."""
        values = self._question.arguments
        for knob in self._metric.parameters:
            value = values.get(knob.name)
            with Horizontal(classes="row"):
                yield Label(Text(safe(knob.name)), classes="name")
                yield self._field(knob, "" if value is None else written(value))
            yield Static(Text(safe(f"{knob.meaning} ({takes(knob)})")), classes="available whole")
        if self._metric.splits:
            with Horizontal(classes="row"):
                yield Label("split by", classes="name")
                yield Choice(self._question.split or "", self._dimensions(), id=SPLIT)
            yield Static(Text(safe(", ".join(self._dimensions()))), classes="available whole")
        yield Static(id="said", markup=False)
        if self._metric.parameters or self._metric.splits:
            yield Static(Text("enter asks · tab next line · ↑ ↓ choose · esc leaves it as it was"), classes="hint")
        else:
            yield Static(Text("This question has no parameters. esc closes."), classes="hint")

    @on(Input.Submitted)
    def _apply(self, event: Input.Submitted) -> None:
        """Ask with these, or say what is wrong with them."""
        event.stop()
        from queries.question.question import Question

        split = self.query_one(f"#{SPLIT}", Field).value.strip() if self._metric.splits else ""
        given = {
            knob.name: text if (text := self.query_one(f"#knob-{knob.name}", Field).value.strip()) else knob.default
            for knob in self._metric.parameters
        }
        try:
            question = Question.of(
                self._metric.id, self._question.scope, split or None, self._question.compare, **given
            )
        except RegularsError as error:
            self.say(str(error))
            return
        self.dismiss(question)

    def _field(self, knob: Parameter, value: str) -> Field:
        """A line for a knob, with what may be chosen where that is known."""
        choices, name = self._choices(knob), f"knob-{knob.name}"
        return Choice(value, choices, id=name) if choices else Field(value, id=name)

    def _choices(self, knob: Parameter) -> tuple[str, ...]:
        """What a knob of few values may be."""
        if knob.kind == "event":
            log = self._runner.log
            roles = [role for role in ("purchase",) if log.kinds_of(role) and role not in log.kinds]
            return (*roles, *log.kinds, "any")
        if knob.kind == "segmentation":
            from queries import catalogue

            return tuple(metric.id for metric in catalogue.segmentations())
        if knob.kind == "dimension":
            from queries.dimensions.dimension import names

            return tuple(names(self._runner.log))
        return ("yes", "no") if knob.kind == "flag" else knob.choices

    def _dimensions(self) -> list[str]:
        """What an answer can be split by."""
        from queries import catalogue

        log = self._runner.log
        own = ["event", *(["channel"] if log.channels else []), "activity"]
        return [*own, *log.attributes, *(metric.id for metric in catalogue.segmentations())]


def takes(knob: Parameter) -> str:
    """What may be put in a parameter, in words."""
    if knob.kind == "choice":
        return " or ".join(knob.choices)
    kind = KINDS[knob.kind]
    if knob.low is not None and knob.high is not None:
        kind += f" from {knob.low:g} to {knob.high:g}"
    elif knob.low is not None:
        kind += f", {knob.low:g} or more"
    return kind if knob.default is None else f"{kind}; {written(knob.default)} unless told"


def written(value: object) -> str:
    """A value as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return ",".join(map(str, value))
    return str(value)

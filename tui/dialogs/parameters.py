"""The parameters of a question: a form made from what the metric declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label, Static

from queries.errors import RegularsError
from queries.wording import mark, say
from tui.dialogs.choice import Choice
from tui.dialogs.dialog import Dialog
from tui.frame.field import Field
from tui.state.desk import Failed
from tui.text.asked import written
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from queries.answering.runner import Runner
    from queries.cancel import Token
    from queries.catalogue import Parameter
    from queries.question.question import Question
    from tui.state.desk import Desk

SPLIT = "split-by"
KINDS = {
    "int": mark("a whole number"),
    "float": mark("a number"),
    "text": mark("text"),
    "choice": mark("one of its choices"),
    "flag": mark("yes or no"),
    "date": mark("a date"),
    "event": mark("a kind of event, or any"),
    "events": mark("kinds of event with commas between, ↓ picks them"),
    "segmentation": mark("a segmentation"),
    "dimension": mark("a dimension"),
    "numbers": mark("whole numbers with commas between"),
    "decimals": mark("numbers with commas between"),
}
"""What each kind of parameter takes."""


@dataclass
class Askable(Message):
    """The question can be asked so."""

    question: Question


class Several(Field):
    """A line of several events; the arrow down opens a list to pick them from."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "pick", show=False)]

    def __init__(self, value: str, parameter: Parameter, *, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(value, id=id, placeholder=say("↓ pick"))
        self.parameter = parameter

    def action_pick(self) -> None:
        """Ask for the list."""
        self.post_message(self.Picking(self))

    @dataclass
    class Picking(Message):
        """What a line holds is to be picked."""

        line: Several


class Parameters(Dialog["Question"]):
    """One line a parameter, with what it takes; also the dimension to split by. Leaves with the question.

    What cannot be is said beside its line as one types, and keeps enter from asking.
    """

    def __init__(self, desk: Desk, runner: Runner, question: Question) -> None:
        from queries import catalogue

        self._metric = catalogue.metric(question.metric)
        super().__init__(say("Parameters of {title}", title=self._metric.title), desk)
        self._question = question
        self._runner = runner

    def content(self) -> ComposeResult:
        """The lines; or that there is nothing to set."""
        values = self._question.arguments
        for parameter in self._metric.parameters:
            value = values.get(parameter.name)
            with Horizontal(classes="row"):
                yield Label(Text(safe(parameter.name)), classes="name")
                yield self._field(parameter, "" if value is None else written(value))
                yield Static(id=f"wrong-{parameter.name}", classes="wrong")
            yield Static(Text(safe(f"{parameter.meaning} ({takes(parameter)})")), classes="available whole")
        if self._metric.splits:
            with Horizontal(classes="row"):
                yield Label(say("split by"), classes="name")
                yield Choice(self._question.split or "", self._dimensions(), id=SPLIT)
            yield Static(Text(safe(", ".join(self._dimensions()))), classes="available whole")
        yield Static(id="said", markup=False)
        if self._metric.parameters or self._metric.splits:
            yield Static(Text(say("enter asks · tab next line · ↑ ↓ choose · esc leaves it as it was")), classes="hint")
        else:
            yield Static(Text(say("This question has no parameters. esc closes.")), classes="hint")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Say beside the line whether that can be; what was said of all of them is of before."""
        for parameter in self._metric.parameters:
            if event.input.id == f"parameter-{parameter.name}":
                wrong = _wrong(parameter, event.value)
                words = f" ✗ {safe(wrong.todo or wrong.what)}" if wrong else ""
                self.query_one(f"#wrong-{parameter.name}", Static).update(
                    Text(words, no_wrap=True, overflow="ellipsis")
                )
        self.say("")

    @on(Input.Submitted)
    def _apply(self, event: Input.Submitted) -> None:
        """Find out whether it can be asked with these, or say what is wrong with them, and go to the line."""
        event.stop()
        for parameter in self._metric.parameters:
            field = self.query_one(f"#parameter-{parameter.name}", Field)
            if wrong := _wrong(parameter, field.value):
                self.say(str(wrong))
                field.focus(scroll_visible=False)
                self.call_after_refresh(field.scroll_visible, animate=False)
                return
        try:
            question = self._question_with()
        except RegularsError as error:
            self.say(str(error))
            return
        runner = self._runner

        def job(token: Token) -> Message:
            runner.verify(question, token)
            return Askable(question)

        self.say(say("Looking for it …"))
        self.start(job)

    @on(Askable)
    def _askable(self, message: Askable) -> None:
        self.dismiss(message.question)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.say(str(message.error))

    @on(Several.Picking)
    def _pick(self, message: Several.Picking) -> None:
        """Open the list that a line is picked from."""
        from tui.dialogs.picker import Picker

        line, name = message.line, message.line.parameter.name

        def picked(text: str | None) -> None:
            if text is not None:
                line.value, line.cursor_position = text, len(text)

        assert self._desk is not None
        picker = Picker(
            self._desk,
            self._runner,
            line.parameter,
            line.value.strip(),
            lambda text: self._question_with(**{name: text}),
        )
        self.app.push_screen(picker, picked)

    def _question_with(self, **others: str) -> Question:
        """The question that the lines make; with other words in some of them.

        Raises:
            UsageError: What a line holds is none of what it takes.
        """
        from queries.question.question import Question

        split = self.query_one(f"#{SPLIT}", Field).value.strip() if self._metric.splits else ""
        typed = {
            entry.name: self.query_one(f"#parameter-{entry.name}", Field).value for entry in self._metric.parameters
        }
        given = {name: text.strip() or None for name, text in (typed | others).items()}
        return Question.of(self._metric.id, self._question.scope, split or None, self._question.compare, **given)

    def _field(self, parameter: Parameter, value: str) -> Field:
        """A line for a parameter, with what may be chosen where that is known."""
        choices, name = self._choices(parameter), f"parameter-{parameter.name}"
        if parameter.kind == "events":
            return Several(value, parameter, id=name)
        return Choice(value, choices, id=name) if choices else Field(value, id=name)

    def _choices(self, parameter: Parameter) -> tuple[str, ...]:
        """What a parameter of few values may be."""
        if parameter.kind == "event":
            log = self._runner.log
            roles = [role for role in ("purchase",) if log.kinds_of(role) and role not in log.kinds]
            return (*roles, *log.kinds, "any")
        if parameter.kind == "segmentation":
            return tuple(self._segmentations())
        if parameter.kind == "dimension":
            from queries.dimensions.dimension import names

            return tuple(names(self._runner.log))
        return ("yes", "no") if parameter.kind == "flag" else parameter.choices

    def _dimensions(self) -> list[str]:
        """What an answer can be split by."""
        log = self._runner.log
        of_events = ["event", *(["channel"] if log.channels else []), "activity"]
        return [*of_events, *log.attributes, *self._segmentations()]

    def _segmentations(self) -> list[str]:
        """The segmentations that these data have what they need for."""
        from queries import catalogue
        from queries.data.needs import missing

        return [metric.id for metric in catalogue.segmentations() if not missing(self._runner.log, metric.needs)]


def _wrong(parameter: Parameter, text: str) -> RegularsError | None:
    """Why a parameter cannot be what was typed; None where it can."""
    from queries.question.question import checked

    try:
        checked(parameter, text.strip() or None)
    except RegularsError as error:
        return error
    return None


def takes(parameter: Parameter) -> str:
    """What may be put in a parameter, in words."""
    if parameter.kind == "choice":
        return say(" or ").join(parameter.choices)
    kind = say(KINDS[parameter.kind])
    if parameter.low is not None and parameter.high is not None:
        kind += say(" from {low:g} to {high:g}", low=parameter.low, high=parameter.high)
    elif parameter.low is not None:
        kind += say(", {low:g} or more", low=parameter.low)
    return (
        kind
        if parameter.default is None
        else say("{kind}; {default} unless told", kind=kind, default=written(parameter.default))
    )

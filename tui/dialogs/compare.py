"""The comparison dialog: with nothing, an earlier period, or another segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from queries.errors import RegularsError
from queries.formats.plurals import many
from queries.wording import say
from tui.dialogs.dialog import Dialog
from tui.frame.choices import Choices
from tui.frame.field import Field
from tui.state.desk import Failed
from tui.state.messages import Answered
from tui.text.asked import against
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from queries.answering.runner import Runner
    from queries.cancel import Token
    from queries.question.comparison import Comparison
    from queries.question.question import Question
    from queries.question.scope import Scope
    from tui.state.desk import Desk

NOTHING = "nothing"
MOST_WIDE = 40


@dataclass
class Comparable(Message):
    """The question can be compared as it says."""

    question: Question


class CompareDialog(Dialog["Question"]):
    """Pick what the answer is compared with; a segmentation first lists its segments. Leaves with the question."""

    def __init__(self, desk: Desk, runner: Runner, question: Question) -> None:
        super().__init__(say("Compare with"), desk)
        self._runner = runner
        self._question = question
        self._listed = ""
        self._names: list[str] = []

    def content(self) -> ComposeResult:
        """The list, and a line for a segment that is known by name."""
        yield Choices(*self._first(), id="choices", markup=False)
        if self._runner.log.has("customers"):
            with Horizontal(classes="row"):
                yield Label(say("Segment"), classes="name")
                yield Field(str(segment) if (segment := self._segment()) else "", id="segment")
            example = "rfm=loyal" if self._runner.log.has("purchase") else "attribute=Berlin"
            words = say("SEGMENTATION=SEGMENT, like {example}; picked above or typed here", example=example)
            yield Static(Text(words), classes="available")
        yield Static(id="said", markup=False)
        yield Static(Text(say("enter takes it · tab to the line and back · esc leaves it as it was")), classes="hint")

    def on_mount(self) -> None:
        """The cursor on what a person most likely wants: the period before; or to turn a comparison off."""
        self.query_one("#choices", OptionList).highlighted = 0 if self._question.compare else 1

    def _segment(self) -> object:
        return self._question.compare.segment if self._question.compare else None

    def _first(self) -> list[Option]:
        """Nothing, the two earlier periods with their dates, and each segmentation, where these data have them."""
        from queries import catalogue
        from queries.catalogue import HISTORY
        from queries.data.needs import missing

        now = self._question.compare
        off = say("nothing: turn off the comparison with {now}", now=against(now)) if now else say("nothing")
        options = [Option(Text(safe(off)), id=NOTHING)]
        log, earlier = (
            self._runner.log,
            (("before", say("the period before")), ("year", say("the same period a year before"))),
        )
        for kind, name in earlier if log.has(HISTORY) else ():
            options.append(Option(Text(f"{name}  ").append(self._dates(kind), style="dim"), id=f"kind-{kind}"))
        options += [
            Option(Text(say("a segment of {title} …", title=safe(metric.title))), id=f"of-{metric.id}")
            for metric in catalogue.segmentations()
            if not missing(log, metric.needs)
        ]
        return options

    def _dates(self, kind: str) -> str:
        """The days that an earlier period has, or that there is none."""
        from queries.question.comparison import Comparison

        try:
            other = self._other(Comparison(kind))
        except RegularsError:
            return say("needs a period: f, or [ for the last")
        return say("{since} to {until}", since=other.since, until=other.until)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        """Take it, or list the segments of the segmentation."""
        from queries.question.comparison import Comparison
        from queries.question.scope import Segment

        what, _, rest = (event.option_id or "").partition("-")
        if what == NOTHING:
            self._leave_with(None)
        elif what == "kind":
            self._leave_with(Comparison(rest))
        elif what == "of":
            self._list(rest)
        else:
            self._leave_with(Comparison("segment", Segment(self._listed, self._names[int(rest)])))

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        """Take the segment of the line."""
        event.stop()
        from queries.question.comparison import Comparison
        from queries.question.scope import Segment

        try:
            self._leave_with(Comparison("segment", Segment.parse(event.value)))
        except RegularsError as error:
            self.say(str(error))

    def _leave_with(self, comparison: Comparison | None) -> None:
        """Leave with the question, or say why it cannot be compared so."""
        from dataclasses import replace

        question, runner = replace(self._question, compare=comparison), self._runner
        if comparison is None:
            self.dismiss(question)
            return
        try:
            scope = self._other(comparison)
        except RegularsError as error:
            self.say(str(error))
            return

        def job(token: Token) -> Message:
            runner.check(scope, token)
            return Comparable(question)

        self.say(say("Looking for it …"))
        self.start(job)

    @on(Comparable)
    def _comparable(self, message: Comparable) -> None:
        self.dismiss(message.question)

    def _other(self, comparison: Comparison) -> Scope:
        """The scope that is compared with.

        Raises:
            UsageError: All of the data have no period before them.
        """
        from queries.data.timespan import Timespan

        span = Timespan(self._runner.log, self._question.scope)
        return comparison.of(self._question.scope, span.since, span.until)

    # -- segments ---------------------------------------------------------------------------------------------

    def _list(self, segmentation: str) -> None:
        """Find the segments of a segmentation: its summary, asked as any question."""
        from queries.question.question import Question

        question, runner = Question(segmentation, self._question.scope), self._runner
        self._listed = segmentation
        self.say(say("Finding its segments …"))
        self.start(lambda token: Answered(runner.answer(question, token)))

    @on(Answered)
    def _show_segments(self, message: Answered) -> None:
        """The segments instead of the first list."""
        result = message.result
        self.say("")
        self._names = [str(name) for name in result.frame["segment"]]
        counts = result.frame["customers"].to_list()
        options = [
            Option(_counted(say(name), count), id=f"segment-{at}")
            for at, (name, count) in enumerate(zip(self._names, counts, strict=True))
        ]
        choices = self.query_one("#choices", OptionList)
        choices.clear_options()
        choices.add_options(options)
        choices.highlighted = 0
        self.query_one("#box").border_title = Text(
            f" {say('Compare with a segment of {title}', title=safe(result.metric.title))} "
        )
        choices.focus()

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.say(str(message.error))


def _counted(name: str, count: int) -> Text:
    """A segment with its size beside."""
    return Text(set_cell_size(safe(name), MOST_WIDE)).append(f"  {many(count, 'customer')}", style="dim")

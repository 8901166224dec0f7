"""The list of questions: the catalogue by group, the open one marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.frame.pane import Pane
from tui.frame.quiet import QuietFocus
from tui.frame.search import SEARCH, Searchable
from tui.state.saved import SIGN
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from queries.answering.result import Result
    from queries.catalogue import Metric


@dataclass(frozen=True)
class _Line:
    """A line of the list: a question or a saved view, or (without an id) the name of a group."""

    text: str
    id: str = ""


class Questions(QuietFocus, Searchable, ScrollView, can_focus=True, inherit_bindings=False):
    """Every metric of the catalogue, in its order. Moving repaints two lines, a change of focus one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings((*named("questions"), *SEARCH))
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "questions--group",
        "questions--cursor",
        "questions--blurred",
        "questions--missing",
    }

    at: Reactive[int] = Reactive(0, repaint=False)
    """The line the cursor is on."""

    def __init__(self) -> None:
        super().__init__(id="questions")
        self._lines: list[_Line] = []
        self._open = ""
        self._missing: frozenset[str] = frozenset()

    # -- what is shown ----------------------------------------------------------------------------------------

    def fill(self, metrics: Sequence[Metric], views: Sequence[str] = ()) -> None:
        """Show these questions, below the names of saved views; those about one named thing have no place here."""
        here = self._lines[self.at].id if self._lines else self._open
        self._lines = [_Line("Views")] if views else []
        self._lines += [_Line(f" {at} {safe(name)}", f"{SIGN}{name}") for at, name in enumerate(views, 1)]
        group = ""
        for metric in filter(askable, metrics):
            alone = metric.group.casefold() == metric.title.casefold()
            if metric.group != group and not alone:
                self._lines.append(_Line(safe(metric.group)))
            group = metric.group
            self._lines.append(_Line(f"{'' if alone else ' '}{safe(metric.title)}", metric.id))
        self.virtual_size = Size(0, len(self._lines))
        self.at = self._place(here)
        self.refresh()

    def offer(self, missing: frozenset[str]) -> None:
        """Put the questions that these data cannot answer in brackets; asked all the same, they say what they miss."""
        if missing != self._missing:
            self._missing = missing
            self.refresh()

    def texts(self) -> list[str]:
        """The lines: of a question its title, of the name of a group nothing."""
        return [line.text if line.id else "" for line in self._lines]

    @property
    def place(self) -> int:
        """The line the cursor is on."""
        return self.at

    def go_to(self, line: int) -> None:
        """To a question."""
        self.at = line

    @property
    def widest(self) -> int:
        """How many cells the longest question takes."""
        return max((cell_len(line.text) for line in self._lines if not line.id.startswith(SIGN)), default=0)

    def mark(self, question: str, views: Sequence[str] = ()) -> None:
        """Mark the question that is open, or the saved view that asks it, and stand on it.

        Args:
            question: The id of its metric.
            views: The names of the views that ask just that; the one the cursor is on goes before the others.
        """
        asking = [f"{SIGN}{name}" for name in views]
        here = self._lines[self.at].id if self._lines else ""
        id = here if here in (question, *asking) else next(iter(asking), question)  # noqa: A001 - as of all lines
        if id != self._open:
            before, self._open = self._open, id
            self._repaint(self._place(before))
            self._repaint(self._place(id))
            self.at = self._place(id)

    def stand_on(self, id: str) -> None:  # noqa: A002 - as of all lines
        """The cursor to a question or a view."""
        self.at = self._place(id)

    def render_line(self, y: int) -> Strip:
        """One line: the cursor's in other colours, the open question with a mark."""
        index, width = y + self.scroll_offset.y, self.size.width
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[index]
        style = self.rich_style
        if not line.id:
            style += self.get_component_rich_style("questions--group")
        elif index == self.at:
            style += self.get_component_rich_style("questions--cursor" if self.has_focus else "questions--blurred")
        elif line.id in self._missing:
            style += self.get_component_rich_style("questions--missing")
        shown = f"({line.text.strip()})" if line.id in self._missing else line.text
        mark = " ◂" if line.id and line.id == self._open else ""
        text = Text(f" {shown}{mark}")
        text.truncate(width, overflow="ellipsis", pad=True)
        return Strip([Segment(text.plain, style)], width)

    # -- the cursor -------------------------------------------------------------------------------------------

    def watch_at(self, before: int, now: int) -> None:
        """Repaint the two lines, and bring the cursor into view."""
        self._repaint(before)
        self._repaint(now)
        first = now - 1 if now > 0 and not self._lines[now - 1].id else now
        self.scroll_to_region(Region(0, first, 1, now - first + 1), animate=False, force=True)

    def action_cursor_down(self) -> None:
        """To the next question."""
        self._step(1)

    def action_cursor_up(self) -> None:
        """To the question before."""
        self._step(-1)

    def action_page_down(self) -> None:
        """A page further."""
        self._step(max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """A page back."""
        self._step(-max(1, self.size.height - 1))

    def action_first(self) -> None:
        """To the first question."""
        self._step(-len(self._lines))

    def action_last(self) -> None:
        """To the last question."""
        self._step(len(self._lines))

    def action_select(self) -> None:
        """Ask the question under the cursor."""
        if self._lines and self._lines[self.at].id:
            self.post_message(QuestionsPane.Asked(self._lines[self.at].id))

    def on_click(self, event: events.Click) -> None:
        """A click asks."""
        index = event.y + self.scroll_offset.y
        if index < len(self._lines) and self._lines[index].id:
            self.at = index
            self.action_select()

    def _step(self, distance: int) -> None:
        """So many lines on or back, to the nearest question there."""
        asked = [index for index, line in enumerate(self._lines) if line.id]
        if not asked:
            return
        target = self.at + distance
        beyond = [index for index in asked if (index >= target if distance > 0 else index <= target)]
        if distance > 0:
            self.at = beyond[0] if beyond else asked[-1]
        else:
            self.at = beyond[-1] if beyond else asked[0]

    def _place(self, id: str) -> int:  # noqa: A002
        """The line of a question; the first question where it is not listed."""
        lines = (index for index, line in enumerate(self._lines) if line.id and line.id == id)
        first = next((index for index, line in enumerate(self._lines) if line.id), 0)
        return next(lines, first)

    def _repaint(self, index: int) -> None:
        self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))

    def repaint_focus(self) -> None:
        """Repaint the line the cursor is on."""
        self._repaint(self.at)


class QuestionsPane(Pane):
    """The list, as wide as its longest question where there is room for it."""

    NAME, HEADING, HELP = "questions", "Questions", "To the list of questions."
    PLACES = ("questions", "page")
    DOES = named("questions")

    @dataclass
    class Asked(Message):
        """A question was chosen by the id of its metric, or a saved view by its name with the sign before it."""

        id: str

    metrics: var[Sequence[Metric]] = var((), init=False)
    """The catalogue; it can be read while the log is built."""
    answer: var[Result | None] = var(None, init=False)
    """What is shown: its question is marked."""

    def content(self) -> Iterable[Widget]:
        """The list."""
        self._list = Questions()
        yield self._list

    def watch_metrics(self, metrics: Sequence[Metric]) -> None:
        """Show the catalogue, below the saved views."""
        if metrics:
            self.list_views()
            self.styles.width = max(16, min(self._list.widest + 5, max(22, self.screen.size.width // 5)))

    def list_views(self, new: str | None = None) -> None:
        """Show the saved views as they are now, the cursor on the new one."""
        if self.metrics:
            self._list.fill(self.metrics, [view.name for view in self.workspace.views.all()])
            if new is not None:
                self._list.stand_on(f"{SIGN}{new}")
            self.watch_answer(self.answer)

    def offer(self) -> None:
        """Tell the questions apart that these data can answer; to be called once the log is there."""
        from queries.data.needs import missing

        runner = self.workspace.runner
        if runner is not None:
            unmet = (metric.id for metric in self.metrics if missing(runner.log, metric.needs))
            self._list.offer(frozenset(unmet))

    def watch_answer(self, answer: Result | None) -> None:
        """Mark the question that is open."""
        if answer is not None:
            self._list.mark(answer.question.metric, self.workspace.views.asking(answer.question))


def askable(metric: Metric) -> bool:
    """Whether the question can be asked without naming something first (a customer)."""
    return all(parameter.default is not None or parameter.name != "id" for parameter in metric.parameters)

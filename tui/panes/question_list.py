"""The list of questions as it is drawn and moved in: groups that fold, the open one marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from queries.wording import say
from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.frame.quiet import QuietFocus
from tui.frame.search import SEARCH, Searchable
from tui.state.saved import SIGN
from tui.text.formats import fitted
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.binding import BindingType

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

    @dataclass
    class Asked(Message):
        """A question was chosen by the id of its metric, or a saved view by its name with the sign before it."""

        id: str

    @dataclass
    class Stood(Message):
        """The cursor is on a question that these data cannot answer, and why; without a reason on any other."""

        why: str

    at: Reactive[int] = Reactive(0, repaint=False)
    """The line the cursor is on."""

    def __init__(self, folded: set[str]) -> None:
        """A list; the names of the groups that are `folded` outlive it."""
        super().__init__(id="questions")
        self._all: list[_Line] = []
        self._lines: list[_Line] = []
        self._heading: dict[str, str] = {}
        self._folded = folded
        self._open = ""
        self._missing: Mapping[str, str] = {}
        self._why = ""

    # -- what is shown ----------------------------------------------------------------------------------------

    def fill(self, metrics: Sequence[Metric], views: Sequence[str] = ()) -> None:
        """Show these questions, below the names of saved views; those about one named thing have no place here."""
        here = self._lines[self.at].id if self._lines else self._open
        self._lines = [_Line(say("Views"))] if views else []
        self._lines += [_Line(f" {at} {safe(name)}", f"{SIGN}{name}") for at, name in enumerate(views, 1)]
        group = ""
        for metric in filter(askable, metrics):
            alone = metric.group.casefold() == metric.title.casefold()
            if metric.group != group and not alone:
                self._lines.append(_Line(safe(metric.group)))
            group = metric.group
            self._lines.append(_Line(f"{'' if alone else ' '}{safe(metric.title)}", metric.id))
        self._all = self._lines
        self._lay()
        self.at = self._place(here)
        self.refresh()

    def _lay(self) -> None:
        """The lines without those whose group is folded; what is indented belongs to the name above it."""
        heading, self._heading = "", {}
        for line in self._all:
            heading = heading if line.id else line.text
            if line.id and line.text.startswith(" "):
                self._heading[line.id] = heading
        self._lines = [line for line in self._all if self._heading.get(line.id) not in self._folded]
        self.virtual_size = Size(0, len(self._lines))

    def offer(self, missing: Mapping[str, str]) -> None:
        """Put the questions that these data cannot answer in brackets, by id, with the reason for each."""
        if missing != self._missing:
            self._missing = missing
            self.refresh()
            self._say_why()

    def texts(self) -> list[str]:
        """All lines, folded or not: of a question its title, of the name of a group nothing."""
        return [line.text if line.id else "" for line in self._all]

    @property
    def place(self) -> int:
        """The line the cursor is on, among all."""
        return self._all.index(self._lines[self.at]) if self._lines else 0

    def go_to(self, line: int) -> None:
        """To a question; its group unfolds."""
        asked = self._all[line].id
        if (heading := self._heading.get(asked)) in self._folded:
            self._fold(str(heading), fold=False)
        self.at = self._place(asked)

    @property
    def widest(self) -> int:
        """How many cells the longest question takes, folded or not, with what stands around it when it is open."""
        names = (cell_len(line.text) for line in self._all if not line.id.startswith(SIGN))
        return max(names, default=0) + cell_len(" " + " ◂")

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
        if index == self.at:
            style += self.get_component_rich_style("questions--cursor" if self.has_focus else "questions--blurred")
        elif not line.id:
            style += self.get_component_rich_style("questions--group")
        elif line.id in self._missing:
            style += self.get_component_rich_style("questions--missing")
        text = self._written(line)
        return Strip([Segment(text + " " * (width - cell_len(text)), style)], width)

    def _written(self, line: _Line) -> str:
        """A line as it is seen: what cannot be asked in brackets, the open question marked, of a group its sign.

        Where there is too little room the name is shortened, never the mark or the bracket behind it.
        """
        before, behind = " ", ""
        name, folded = line.text, line.text in self._folded
        if not line.id:
            before = "▸ " if folded else "▾ "
        elif line.id in self._missing:
            before, name, behind = " (", line.text.strip(), ")"
        hidden = folded and not line.id and self._heading.get(self._open) == line.text
        if hidden or (line.id and line.id == self._open):
            behind += " ◂"
        room = self.scrollable_content_region.width - cell_len(before) - cell_len(behind)
        return f"{before}{fitted(name, room)}{behind}"

    # -- the cursor -------------------------------------------------------------------------------------------

    def watch_at(self, before: int, now: int) -> None:
        """Repaint the two lines, and bring the cursor into view."""
        self._repaint(before)
        self._repaint(now)
        self._say_why()
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
        """Ask the question under the cursor; the name of a folded group unfolds it."""
        if self._lines and self._lines[self.at].id:
            self.post_message(self.Asked(self._lines[self.at].id))
        else:
            self.action_fold(fold=False)

    def action_fold(self, fold: bool) -> None:
        """Fold the group of the question under the cursor, or unfold the one whose name it is on."""
        here = self._lines[self.at] if self._lines else _Line("")
        heading = self._heading.get(here.id) if fold else here.text if not here.id else None
        if heading:
            self._fold(heading, fold=fold)

    def _fold(self, heading: str, *, fold: bool) -> None:
        """Fold or unfold a group: the cursor on its name, or on its first question."""
        (self._folded.add if fold else self._folded.discard)(heading)
        self._lay()
        self.refresh()
        at = next(at for at, line in enumerate(self._lines) if not line.id and line.text == heading)
        self.set_reactive(Questions.at, at if fold else at + 1)
        self.watch_at(self.at, self.at)

    def on_click(self, event: events.Click) -> None:
        """A click asks; on the name of a group it folds or unfolds."""
        index = event.y + self.scroll_offset.y
        if index < len(self._lines) and self._lines[index].id:
            self.at = index
            self.action_select()
        elif index < len(self._lines):
            name = self._lines[index].text
            self._fold(name, fold=name not in self._folded)

    def _step(self, distance: int) -> None:
        """So many lines on or back, to the nearest question or folded group there."""
        asked = [index for index, line in enumerate(self._lines) if line.id or line.text in self._folded]
        if not asked:
            return
        target = self.at + distance
        beyond = [index for index in asked if (index >= target if distance > 0 else index <= target)]
        if distance > 0:
            self.at = beyond[0] if beyond else asked[-1]
        else:
            self.at = beyond[-1] if beyond else asked[0]

    def _place(self, id: str) -> int:  # noqa: A002
        """The line of a question, or of its folded group; the first question where it is not listed."""
        folded = self._heading.get(id)
        lines = (
            index
            for index, line in enumerate(self._lines)
            if (line.id and line.id == id) or (not line.id and line.text == folded and folded in self._folded)
        )
        first = next((index for index, line in enumerate(self._lines) if line.id), 0)
        return next(lines, first)

    def _repaint(self, index: int) -> None:
        self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))

    def repaint_focus(self) -> None:
        """Repaint the line the cursor is on."""
        self._repaint(self.at)
        self._say_why()

    def _say_why(self) -> None:
        """Tell why the question under the cursor cannot be answered, or that it can."""
        here = self._lines[self.at].id if self.has_focus and self._lines else ""
        why = self._missing.get(here, "")
        if why != self._why:
            self._why = why
            self.post_message(self.Stood(why))


def askable(metric: Metric) -> bool:
    """Whether the question can be asked without naming something first (a customer)."""
    return all(parameter.default is not None or parameter.name != "id" for parameter in metric.parameters)

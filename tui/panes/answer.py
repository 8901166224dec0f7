"""The answer: its findings in words, its table, and the first of its notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual.message import Message
from textual.reactive import var
from textual.widgets import Static

from queries.catalogue import Asks, Behind, lead_of
from queries.formats.plurals import many
from queries.wording import mark, say
from tui.commands.listed import command, keys_of, named
from tui.panes.facts import customer_id
from tui.panes.findings import Findings
from tui.panes.panes import ROOM_FOR_BOTH
from tui.state.row import Row
from tui.state.saved import Arrangement
from tui.table.parts import PartedPane
from tui.text.asked import trail, why_empty
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from textual.widget import Widget

    from queries.answering.result import Result
    from queries.question.question import Question
    from tui.commands.listed import Where
    from tui.state.workspace import Workspace


@dataclass(frozen=True)
class Place:
    """Where the keys are in an answer.

    Attributes:
        row: The row under the cursor.
        finding: The sentence, where they are on one.
        column: The column under the cursor.
    """

    row: int
    finding: int | None = None
    column: int = 0


class AnswerPane(PartedPane):
    """The answer as a table, with what is to be said about it. Tells on which row one rests, and which is opened."""

    NAME, HELP = "answer", mark("To the answer.")
    LATE = True
    DOES = (*PartedPane.DOES, *named("findings"))

    answer: var[Result | None] = var(None, init=False)
    """What is shown."""

    @dataclass
    class Rested(Message):
        """The cursor rested on a row of the answer."""

        row: Row

        def can_replace(self, message: Message) -> bool:
            """A later rest is the only one that matters."""
            return isinstance(message, AnswerPane.Rested)

    @dataclass
    class Opened(Message):
        """A row of the answer that stands for customers was opened."""

        row: Row

    @dataclass
    class Furthered(Message):
        """A row that leads a step further was opened."""

        row: Row

    @dataclass
    class Led(Message):
        """A sentence that leads to another question was opened."""

        lead: Asks

    next_place: Place | None = None
    """Where the keys are in the next answer; None is where they are."""
    next_arrangement: tuple[Question, Arrangement] | None = None
    """How the answer to a question is to be looked at, once it is there."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._findings = Findings(id="findings")
        self._notes = Static(id="notes", markup=False)
        self.say(say("Opening {label} …", label=workspace.label))

    def above(self) -> Iterable[Widget]:
        """The findings."""
        yield self._findings

    def below(self) -> Iterable[Widget]:
        """The notes."""
        yield self._notes

    # -- what is shown ----------------------------------------------------------------------------------------

    def watch_answer(self, before: Result | None, answer: Result | None) -> None:
        """Show an answer; of the same question the cursor and what is hidden stay as they were."""
        if answer is None:
            return
        if self.part not in answer.parts or (before is not None and before.metric != answer.metric):
            self.part = None
        wanted = self._wanted(answer)
        if wanted is not None:
            self.part = wanted.part if wanted.part in answer.parts else None
        self._tell(answer)
        self._fill(answer, same=before is not None and before.question.metric == answer.question.metric, as_=wanted)

    def _wanted(self, answer: Result) -> Arrangement | None:
        """How the answer is to be looked at, where somebody said so."""
        question, arrangement = self.next_arrangement or (None, None)
        if question != answer.question:
            return None
        self.next_arrangement = None
        return arrangement

    def arrangement(self) -> Arrangement:
        """How the answer is looked at."""
        if self.frame is None:
            return Arrangement(self.part)
        return Arrangement(self.part, self.frame.sorted_by, self.frame.hidden)

    def show_part(self) -> None:
        """A further table of the answer in its place, or the answer itself again."""
        if self.answer is not None:
            self._fill(self.answer, same=False)

    def show_masked(self) -> None:
        """Table and words with personal data masked or as they are."""
        super().show_masked()
        if self.answer is not None:
            self._tell(self.answer)

    def answered(self) -> Result | None:
        """The answer."""
        return self.answer

    def lines_needed(self, width: int) -> int:
        """How many lines it takes to show all of it."""
        rows = self.table.row_count if self.table is not None else 0
        noted = self.answer is not None and bool(self.answer.notes)
        return rows + len(self._findings.lines(width)) + noted + 3

    def _tell(self, answer: Result) -> None:
        """What is said of the answer in words; without any they take no line."""
        said = self.workspace.said(answer)
        self._findings.tell(said)
        note = _note(said)
        self._notes.update(note)
        self._notes.display = bool(note) and self.screen.size.height >= ROOM_FOR_BOTH

    def _fill(self, answer: Result, *, same: bool, as_: Arrangement | None = None) -> None:
        """The table of the answer that is asked for, arranged as wanted or, of the same question, as before."""
        from queries.answering.pivot import as_shown
        from tui.table.backend import FrameBackend
        from tui.text.matrix import is_matrix

        columns, frame = as_shown(answer, self.part)
        self.title.heading = trail(answer, self.part)
        self.title.aside = self._extent(answer, frame.height, len(columns))
        looked = as_ or (self.arrangement() if same else Arrangement())
        cells = self.part is None and is_matrix(answer, columns)
        backend = FrameBackend(frame, columns, self.workspace.cell_style(answer), cells=cells)
        backend = backend.arranged(looked.sort, looked.hidden)
        place, self.next_place = self.next_place, None
        here = place or (Place(self.at, column=self._column) if same else Place(0))
        self.show(backend, row=here.row, column=here.column)
        if frame.is_empty():
            self.say(why_empty(self.workspace.said(answer)))
        if place is not None:
            self._to_place(place)

    def _extent(self, answer: Result, rows: int, columns: int) -> str:
        """How large the table is, and which key shows the further ones."""
        keys = keys_of(command("part.next"), self.workspace.keymap)
        more = say("{key} {parts} more", key=keys[0], parts=len(answer.parts)) if answer.parts and keys else ""
        size = say("{rows}, {columns}", rows=many(rows, "row"), columns=many(columns, "column"))
        return " · ".join(filter(None, (more, size)))

    # -- the findings -----------------------------------------------------------------------------------------

    @property
    def whereabouts(self) -> Place:
        """Where the keys are."""
        return Place(self.at, self._findings.at if self._findings.has_focus else None, self._column)

    @property
    def _column(self) -> int:
        return self.table.cursor_column if self.table is not None else 0

    @property
    def places(self) -> tuple[Where, ...]:
        """On a sentence its keys first."""
        return ("findings", *self.PLACES) if self._findings.has_focus else self.PLACES

    def to_findings(self, at: int | None = None) -> None:
        """The keys to a sentence above the table: the one they were on last, unless it is named."""
        if self._findings.sentences:
            self._findings.stand_on(self._findings.at if at is None else at)
        else:
            self.tell(say("Nothing is said above this table."))

    def leave_part(self) -> bool:
        """From a sentence back to the table, from a further table back to the answer; whether there was a way."""
        if not self._findings.has_focus:
            return super().leave_part()
        self._back_to_table()
        return True

    def _back_to_table(self) -> None:
        if self.target is not None:
            self.screen.set_focus(self.target, scroll_visible=False)

    def action_details(self) -> None:
        """Of a sentence where it leads; else what the column under the cursor means."""
        if self.answer is None or not self._findings.has_focus:
            super().action_details()
            return
        from tui.dialogs.details import about_finding

        self.explain(say("Finding"), about_finding(self.workspace.said(self.answer), self._findings.at))

    def _to_place(self, place: Place) -> None:
        if place.finding is not None:
            self._findings.stand_on(place.finding)
        elif self._findings.has_focus:
            self._back_to_table()

    def on_table_above(self, message: Message) -> None:
        """Up from the first row: to the last sentence that is seen."""
        message.stop()
        if self._findings.sentences:
            self._findings.stand_on(len(self._findings.sentences))

    def on_findings_below(self, message: Message) -> None:
        """Down from the last sentence."""
        message.stop()
        self._back_to_table()

    def on_findings_opened(self, message: Findings.Opened) -> None:
        """Enter on a sentence: to the customers it means, or to the question that says more."""
        message.stop()
        lead = lead_of(self.answer.findings[message.at]) if self.answer is not None else None
        if self.answer is not None and isinstance(lead, Behind):
            self.post_message(self.Opened(Row(self.answer, dict(lead.row), None, trail(self.answer, None))))
        elif isinstance(lead, Asks):
            self.post_message(self.Led(lead))
        else:
            self.tell(say("This sentence leads nowhere further."))

    # -- the cursor -------------------------------------------------------------------------------------------

    def row_here(self) -> Row | None:
        """The row of the answer under the cursor, in a matrix the cell's; None where there is no answer."""
        if self.answer is None:
            return None
        return Row(self.answer, self._values_here(self.answer), self.part, trail(self.answer, self.part))

    def _values_here(self, answer: Result) -> dict[str, Any] | None:
        from tui.text.matrix import row_behind

        if self.table is None or self.frame is None or self.values is None or self.part is not None:
            return None
        if not self.frame.cells:
            return self.values
        return row_behind(answer, self.values, self.frame.shown[self.table.cursor_column].name)

    def rested(self) -> None:
        """The lower panes may follow."""
        row = self.row_here()
        if row is not None and self.values is not None:
            self.post_message(self.Rested(row))

    def opened(self) -> None:
        """Enter: from a row to its customers or a step further, from a single customer to the portrait."""
        row = self.row_here()
        if row is None:
            return
        if row.values and customer_id(row.answer, row.values) is not None:
            self.go_in(row.answer, row.trail)
        elif row.values is None:
            self.tell(say("These rows do not stand for customers.") if row.part else say("This cell holds nobody."))
        elif row.answer.metric.onward is not None:
            self.post_message(self.Furthered(row))
        elif not row.leads_on:
            self.tell(say("A row of {title} does not stand for customers.", title=row.answer.metric.title))
        else:
            self.post_message(self.Opened(row))


def _note(answer: Result) -> Text:
    """The first note; how many more, and the key that tells them."""
    if not answer.notes:
        return Text()
    more = say("  (+{notes} more: i)", notes=len(answer.notes) - 1) if len(answer.notes) > 1 else ""
    return Text(f" {safe(answer.notes[0])}{more}", style="dim", no_wrap=True, overflow="ellipsis")

"""What means what: one line a meaning, the guess with its confidence and samples, to be corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import Static

from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.dialogs.choose import Choose
from tui.panes.meanings import about_line, lines_frame, preview_words, sampled
from tui.state.desk import Failed, Stopped
from tui.table.pane import TablePane
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from queries.cancel import Token
    from queries.eventlog.preview import Preview
    from queries.mapping.correcting import Line as MappingLine
    from queries.mapping.model import Field
    from queries.session import Session
    from tui.panes.meanings import Samples
    from tui.state.workspace import Workspace

MOST_ASKED = 4


class MappingPane(TablePane):
    """One line a meaning; what has to be confirmed comes first."""

    NAME, HEADING, HELP = "mapping", "What means what", "To what means what."
    PLACES = ("mapping",)
    DOES = (*TablePane.DOES, *named("mapping"))
    BINDINGS: ClassVar[list[BindingType]] = bindings(name for name in named("mapping") if name != "mapping.choose")

    @dataclass
    class Previewed(Message):
        """What the mapping would read is counted."""

        preview: Preview

    @dataclass
    class Sampled(Message):
        """A few values of every column of the tables."""

        samples: Samples

    @dataclass
    class Settled(Message):
        """The mapping fits, and the files are to be read by it."""

        session: Session

    def __init__(self, workspace: Workspace, session: Session) -> None:
        super().__init__(workspace)
        self._session = session
        self._mapping = session.mapping
        self._offered = (session.guess.mapping if session.guess else session.mapping).events
        self._lines: list[MappingLine] = []
        self._samples: Samples = {}
        self._asked = Static(id="asked", markup=False)
        self._about = Static(id="about", markup=False)
        self._preview = Static("Counting what would be read …", id="preview", markup=False)

    def above(self) -> Iterable[Widget]:
        """What has to be confirmed."""
        yield self._asked

    def below(self) -> Iterable[Widget]:
        """Why the line under the cursor was guessed, and what would be read."""
        yield self._about
        yield self._preview

    async def on_mount(self) -> None:
        """The lines, then values of the columns."""
        await self.make_table()
        self.take_focus()
        source = self._session.source
        self.workspace.desk.start(self, lambda token: self.Sampled(sampled(source, token)), "samples")
        self._show_lines()

    # -- what is shown ----------------------------------------------------------------------------------------

    def _show_lines(self) -> None:
        """The lines as they are now; and count anew."""
        from queries.mapping.correcting import lines_of

        self._lines = lines_of(self._mapping, self._session.guess, self._offered)
        questions = [line.finding.question for line in self._lines if line.finding and line.finding.question]
        self._asked.update(Text("\n".join(f" ? {safe(question)}" for question in questions[:MOST_ASKED])))
        self._fill()
        session, mapping = self._session, self._mapping

        def job(token: Token) -> Message:
            from queries.eventlog.preview import preview

            token.on_cancel(session.source.interrupt)
            return self.Previewed(preview(session.source, mapping))

        self.workspace.desk.start(self, job, "preview")

    def _fill(self) -> None:
        """The lines as a table."""
        from tui.table.backend import FrameBackend

        frame, columns = lines_frame(self._lines, self._samples)
        self.show(FrameBackend(frame, columns), row=self.at)

    @on(Sampled)
    def _values_came(self, message: Sampled) -> None:
        self._samples = message.samples
        self._fill()

    @on(Previewed)
    def _previewed(self, message: Previewed) -> None:
        self._preview.update(preview_words(message.preview))

    @on(Failed)
    def _could_not(self, message: Failed) -> None:
        if message.kind == "settle":
            self.tell(str(message.error), wrong=True)
        elif message.kind in ("samples", "preview"):
            self._preview.update(Text(f" ! {safe(str(message.error))}"))
        message.stop()

    @on(Stopped)
    def _stopped(self) -> None:
        self._preview.update("")

    def rested(self) -> None:
        """Say why the line under the cursor was guessed."""
        if self.at < len(self._lines):
            self._about.update(about_line(self._lines[self.at]))

    # -- correcting -------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Enter: another column, or another way to read it."""
        line = self._lines[self.at]
        if line.meaning == "table":
            self.action_exclude()
            return
        if not line.changeable:
            self.tell("This line only tells something; “regulars map” writes a file in which all can be set.")
            return

        def chosen(field: Field | str | None) -> None:
            from queries.mapping.correcting import changed

            if field is not None:
                column = None if isinstance(field, str) else field
                self._mapping = changed(self._mapping, line.table, line.meaning, column)
                self._show_lines()

        columns = [column.name for column in self._session.source.table(line.table).columns]
        self.post_message(self.Opens(Choose(line, columns, self._samples.get(line.table, {})), chosen))

    def action_exclude(self) -> None:
        """Leave the table of the line out, or take it back in."""
        from queries.mapping.correcting import taken_in, with_table, without

        if not self._lines:
            return
        name = self._lines[self.at].table
        if any(entry.table == name for entry in self._mapping.events):
            if len(self._mapping.events) == 1:
                self.tell("One event table has to stay.", wrong=True)
                return
            self._mapping = without(self._mapping, name)
        else:
            table = next((entry for entry in self._offered if entry.table == name), None)
            if table is None:
                table = taken_in(self._session.source.table(name))
                self._offered = (*self._offered, table)
                self.tell(f"{name} is taken in. Say which column is the customer and which the time (enter).")
            self._mapping = with_table(self._mapping, table, self._offered)
        self._show_lines()

    # -- going on ---------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Remember the mapping and open with it."""
        self._settle(remember=True)

    def action_go_on(self) -> None:
        """Open with it once."""
        self._settle(remember=False)

    def _settle(self, *, remember: bool) -> None:
        session, mapping = self._session, self._mapping

        def job(_token: Token) -> Message:
            session.settle(mapping, remember=remember)
            return self.Settled(session)

        self.workspace.desk.start(self, job, "settle")

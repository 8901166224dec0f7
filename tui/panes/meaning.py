"""What the data mean, as lines: decisions, columns, roles; and what comes of them, worked out anew at each change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import Static

from queries.wording import say
from tui.panes.correcting import Correcting
from tui.panes.lines import ASKED
from tui.panes.meanings import figures_words, preview_words, sampled
from tui.state.desk import Failed, Stopped
from tui.table.pane import TablePane
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from queries.cancel import Token
    from queries.eventlog.preview import Preview
    from queries.mapping.decisions import Figures
    from queries.mapping.model import Mapping
    from queries.session import Session
    from tui.panes.lines import Row
    from tui.panes.meanings import Samples
    from tui.state.workspace import Workspace

NARROWEST, SHARE = 50, 0.55
"""How wide the column with the sentences is at most: so many cells, or this share of the pane."""


class MeaningView(TablePane):
    """One line a decision, a meaning of a column, a kind of event; what has to be confirmed comes first."""

    @dataclass
    class Figured(Message):
        """What a mapping makes of the key figures."""

        mapping: Mapping
        figures: Figures

    @dataclass
    class Previewed(Message):
        """What the mapping would read is counted."""

        preview: Preview

    @dataclass
    class Sampled(Message):
        """A few values of every column of the tables."""

        samples: Samples

    @dataclass
    class Guessed(Message):
        """What there is to be decided was found out."""

    def __init__(self, workspace: Workspace, session: Session) -> None:
        super().__init__(workspace)
        self.session = session
        self.correcting = Correcting(session, workspace.desk)
        self._figures_of = (session.mapping, session.known_figures)
        self._rows: list[Row] = []
        self._kinds: list[str] = []
        self._figures = Static(id="figures", markup=False)
        self._about = Static(id="about", markup=False)
        self._preview = Static(say("Counting what would be read …"), id="preview", markup=False)

    def above(self) -> Iterable[Widget]:
        """The key figures."""
        yield self._figures

    def below(self) -> Iterable[Widget]:
        """What speaks for the line under the cursor, and what would be read."""
        yield self._about
        yield self._preview

    async def on_mount(self) -> None:
        """The lines, then values of the columns, and what there is to be decided where nobody asked yet."""
        await self.make_table()
        self.take_focus()
        self._sample()
        if self.session.guess is None:
            self._find_decisions()
        self.work_out()

    def on_resize(self) -> None:
        """The sentences have as much room as there is."""
        if self.frame is not None:
            self._fill()

    # -- what is shown ----------------------------------------------------------------------------------------

    def work_out(self) -> None:
        """The lines as they are now; and work out anew what comes of them."""
        self._fill()
        session, mapping = self.session, self.correcting.mapping
        known = self._figures_of[0] == mapping and self._figures_of[1] is not None

        def job(token: Token) -> Message:
            from queries.eventlog.preview import preview

            token.on_cancel(session.source.interrupt)
            if mapping.events and not known:
                self.post_message(self.Figured(mapping, session.figures(mapping)))
                token.check()
            return self.Previewed(preview(session.source, mapping))

        self._preview.add_class("-stale")
        self.workspace.desk.start(self, job, "preview")

    def _fill(self) -> None:
        """The lines as a table, below the figures."""
        from tui.panes.lines import rows_frame
        from tui.table.backend import FrameBackend

        self._rows = self.correcting.rows(self._kinds)
        frame, columns = rows_frame(self._rows)
        widest = max(NARROWEST, int(self.size.width * SHARE))
        self.show(FrameBackend(frame, columns, widest=widest), row=self.at)
        self._show_figures()

    def _show_figures(self) -> None:
        mapping, figures = self._figures_of
        known = mapping == self.correcting.mapping and figures is not None
        questions = sum(row.sign == ASKED for row in self._rows)
        self._figures.update(figures_words(figures, questions, known=known or not self.correcting.mapping.events))

    @property
    def under(self) -> Row | None:
        """The line under the cursor, whatever the lines are sorted by."""
        values = self.values
        return self._rows[values["row"]] if values is not None and values["row"] < len(self._rows) else None

    def rested(self) -> None:
        """Say what speaks for the line under the cursor, and what else it could be."""
        from queries.privacy import Kind, mask

        if (row := self.under) is not None:
            said = f"{row.holds} {row.why}" if row.decision else f"{row.what}: {row.why}" if row.why else ""
            self._about.update(Text(safe(str(mask(said, Kind.TEXT))), style="" if row.sign == ASKED else "dim"))

    # -- what was worked out ----------------------------------------------------------------------------------

    def _sample(self) -> None:
        """Find a few values of every column."""
        source = self.session.source
        self.workspace.desk.start(self, lambda token: self.Sampled(sampled(source, token)), "samples")

    def _find_decisions(self) -> None:
        """Find out what there is to be decided, where the mapping came from elsewhere."""
        session = self.session

        def job(token: Token) -> Message:
            token.on_cancel(session.source.interrupt)
            session.rivals()
            return self.Guessed()

        self.workspace.desk.start(self, job, "guess")

    @on(Sampled)
    def _values_came(self, message: Sampled) -> None:
        self.correcting.samples = message.samples
        self._fill()

    @on(Guessed)
    def _decisions_came(self) -> None:
        self._fill()

    @on(Figured)
    def _figures_came(self, message: Figured) -> None:
        if message.mapping == self.correcting.mapping:
            self._figures_of = (message.mapping, message.figures)
            self._show_figures()

    @on(Previewed)
    def _previewed(self, message: Previewed) -> None:
        self._preview.remove_class("-stale")
        self._preview.update(preview_words(message.preview))
        kinds = [kind for table in message.preview.tables for kind in table.kinds]
        if kinds != self._kinds:
            self._kinds = kinds
            self._fill()

    @on(Failed)
    def _could_not(self, message: Failed) -> None:
        if message.kind in ("samples", "preview", "guess"):
            self._preview.update(Text(f"! {safe(str(message.error))}"))
        message.stop()

    @on(Stopped)
    def _stopped(self, message: Stopped) -> None:
        """Work that nobody stopped was interrupted with other work on the files: it is begun again."""
        if message.kind == "samples":
            self._sample()
        elif message.kind == "guess":
            self._find_decisions()
        elif message.kind == "preview":
            self.work_out()

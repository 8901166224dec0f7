"""What the data mean, to be corrected: another reading, another column, another role; then saved, or used once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on

from queries.wording import mark, say
from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.panes.meaning import MeaningView
from tui.state.desk import Failed
from tui.state.messages import Settled
from tui.table.pane import TablePane

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.message import Message

    from queries.cancel import Token


class MappingPane(MeaningView):
    """What the data mean; enter changes the line under the cursor."""

    NAME, HEADING, HELP = "mapping", mark("What means what"), mark("To what means what.")
    PLACES = ("mapping",)
    DOES = (*TablePane.DOES, *named("mapping"))
    BINDINGS: ClassVar[list[BindingType]] = bindings(name for name in named("mapping") if name != "mapping.choose")

    def opened(self) -> None:
        """Enter: another reading, another column or way to read it, another role."""
        row = self.under
        if row is None:
            return
        if row.line is not None and row.line.meaning == "table":
            self.action_exclude()
            return
        dialog = self.correcting.dialog(row)
        if dialog is None:
            self.tell(say("This line only tells something; “regulars map” writes a file in which all can be set."))
            return

        def chosen(outcome: object) -> None:
            if outcome is not None:
                self.correcting.choose(row, outcome)
                self.work_out()

        self.post_message(self.Opens(dialog, chosen))

    def action_exclude(self) -> None:
        """Leave the table of the line out, or take it back in."""
        table = self.correcting.table_of(self.under)
        if table is None:
            self.tell(say("This line is about no table that could be left out."))
            return
        told, wrong = self.correcting.in_or_out(table)
        if told:
            self.tell(told, wrong=wrong)
        if not wrong:
            self.work_out()

    # -- going on ---------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Remember the mapping and open with it."""
        self._settle(remember=True)

    def action_go_on(self) -> None:
        """Open with it once."""
        self._settle(remember=False)

    def _settle(self, *, remember: bool) -> None:
        session, mapping = self.session, self.correcting.mapping

        def job(_token: Token) -> Message:
            session.settle(mapping, remember=remember)
            return Settled(session)

        self.workspace.desk.start(self, job, "settle")

    @on(Failed)
    def _could_not_settle(self, message: Failed) -> None:
        """The mapping does not fit; it stays to be corrected."""
        if message.kind == "settle":
            message.stop()
            self.tell(str(message.error), wrong=True)

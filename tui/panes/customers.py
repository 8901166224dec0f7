"""The customers behind a row: beside the chart as a few columns, or alone on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.message import Message
from textual.reactive import var

from queries.wording import mark, say
from tui.state.desk import Failed
from tui.state.listed import CustomerOpened, Listed
from tui.state.messages import Peopled
from tui.table.pane import TablePane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from queries.cancel import Token
    from queries.catalogue import Column
    from tui.state.desk import Job
    from tui.state.row import Row

FEW = ("id", "days_since_last", "usual_gap", "orders", "revenue", "interactions", "last_seen")
"""What the narrow pane shows of each customer, the most telling first."""


class CustomerList(TablePane):
    """Customers, one a row: enter goes into one, and all can be kept as a frozen segment."""

    def go_in(self, answer: Result, trail: str) -> None:
        """To the customer under the cursor."""
        if self.frame is not None and "id" in self.frame.data.columns:
            ids = self.frame.data.get_column("id").cast(str)
            self.post_message(CustomerOpened(Listed(ids, self.at, answer, trail, self.move_to)))

    def keep(self, people: Result, trail: str) -> None:
        """Ask for a name, and keep them."""
        from tui.dialogs.freeze import freezing

        dialog = freezing(self.workspace, people, trail)
        if dialog is None:
            self.tell(say("Nobody is there to be frozen."))
            return

        def kept(words: str | None) -> None:
            if words:
                self.tell(words)

        self.post_message(self.Opens(dialog, kept))


class CustomersPane(CustomerList):
    """The customers behind the row the cursor rests on."""

    NAME, HEADING, HELP = "customers", mark("Customers"), mark("To the customers behind the row.")
    MAIN = False
    GIVES_WAY = True
    LATE = True
    WAITING: ClassVar[str | None] = ""

    row: var[Row | None] = var(None, init=False)
    """The row of the answer whose customers these are; None where there is none, or the cursor has yet to rest."""

    @dataclass
    class ToFreeze(Message):
        """The customers that are to be kept are known."""

        people: Result
        trail: str

    def watch_row(self, row: Row | None) -> None:
        """Find the customers behind the row, or say why there are none."""
        runner = self.workspace.runner
        if row is None or runner is None:
            self.workspace.desk.stop(self, "")
            self._leave_empty("")
            return
        if row.leads_on:
            self.workspace.desk.start(self, finding(runner, row))
            return
        self.workspace.desk.stop(self, "")
        nobody = row.values is None and row.part is None
        self._leave_empty(say("This cell holds nobody.") if nobody else say("These rows do not stand for customers."))

    @on(Peopled)
    def _found(self, message: Peopled) -> None:
        """Show them, unless the cursor rests elsewhere by now."""
        if message.row is not self.row:
            return
        people, name = message.people, message.row.name(self.workspace)
        self.title.heading = f"{say(self.HEADING)} · {name}" if name else self.HEADING
        self.title.aside = f"{people.frame.height:,}"
        if not people.frame.height:
            self.say(say("Nobody is behind this row."))
            return
        from tui.table.backend import FrameBackend

        style = self.workspace.cell_style(people)
        self.show(FrameBackend(people.frame, telling_first(people.columns), style), column=0, rest=False)

    @on(Failed)
    def _could_not(self, message: Failed) -> None:
        if message.kind == "":
            message.stop()
            self._leave_empty(str(message.error))
        elif message.kind == "freeze":
            message.stop()
            self.tell(str(message.error), wrong=True)

    def _leave_empty(self, words: str) -> None:
        """No customers, and why."""
        self.title.heading, self.title.aside = self.HEADING, ""
        self.say(words)

    # -- going in, keeping them -------------------------------------------------------------------------------

    def opened(self) -> None:
        """Enter: the customer under the cursor."""
        if self.row is not None:
            self.go_in(self.row.answer, self.row.trail_to(self.workspace))

    def freeze(self, row: Row | None) -> None:
        """Find the customers behind a row, to keep them as a frozen segment."""
        runner = self.workspace.runner
        if row is None or runner is None or not row.leads_on:
            self.tell(say("Only a row that stands for customers can be frozen."))
            return
        values, question, trail = row.values or {}, row.answer.question, row.trail_to(self.workspace)

        def job(token: Token) -> Message:
            return self.ToFreeze(runner.behind(question, values, token), trail)

        self.workspace.desk.start(self, job, "freeze")

    @on(ToFreeze)
    def _to_freeze(self, message: ToFreeze) -> None:
        self.keep(message.people, message.trail)


def finding(runner: Runner, row: Row) -> Job:
    """Find the customers behind a row."""
    question, values = row.answer.question, dict(row.values or {})
    return lambda token: Peopled(row, runner.behind(question, values, token))


def telling_first(columns: Sequence[Column]) -> list[Column]:
    """The columns for a narrow pane: id, silence and habit first, the rest as the pane has room."""
    by_name = {column.name: column for column in columns}
    few = [by_name[name] for name in FEW if name in by_name]
    return [*few, *(column for column in columns if column.name not in FEW)]

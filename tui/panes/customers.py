"""The customers behind a row: beside the chart as a few columns, or alone on a screen; a single one in short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.message import Message
from textual.reactive import var

from queries.wording import mark, say
from tui.commands.keymap import bindings
from tui.panes.facts import customer_id
from tui.panes.person import Known, asking, in_short
from tui.state.desk import Failed
from tui.state.messages import Peopled
from tui.table.pane import TablePane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType

    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from queries.cancel import Token
    from queries.catalogue import Column
    from tui.state.desk import Job
    from tui.state.row import Row
    from tui.state.workspace import Workspace

FEW = ("id", "days_since_last", "usual_gap", "orders", "revenue", "interactions", "last_seen")
"""What the narrow pane shows of each customer, the most telling first."""


class CustomerList(TablePane):
    """Customers, one a row: enter goes into one, and all can be kept as a frozen segment."""

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
    """The customers behind the row the cursor rests on; where the row is a customer, that one in short."""

    NAME, HEADING, HELP = "customers", mark("Customers"), mark("To the customers behind the row.")
    MAIN = False
    GIVES_WAY = True
    LATE = True
    WAITING: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings(("open",))

    row: var[Row | None] = var(None, init=False)
    """The row of the answer whose customers these are; None where there is none, or the cursor has yet to rest."""

    _person: Result | None = None
    """The one customer whom the row is about."""

    def __init__(self, workspace: Workspace, enter_row: Callable[[], object]) -> None:
        """The pane; to `enter_row` is to go to the customer who is the row, among the others of the answer."""
        super().__init__(workspace)
        self._enter_row = enter_row

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
        customer = customer_id(row.answer, row.values) if row.values else None
        if row.leads_on or customer is not None:
            self.workspace.desk.start(self, finding(runner, row) if customer is None else asking(runner, row, customer))
            return
        self.workspace.desk.stop(self, "")
        nobody = row.values is None and row.part is None
        self._leave_empty(say("This cell holds nobody.") if nobody else say("These rows do not stand for customers."))

    @on(Peopled)
    def _found(self, message: Peopled) -> None:
        """Show them, unless the cursor rests elsewhere by now."""
        if message.row is not self.row:
            return
        self._forget()
        people, name = message.people, message.row.name(self.workspace)
        self.title.heading = f"{say(self.HEADING)} · {name}" if name else self.HEADING
        self.title.aside = f"{people.frame.height:,}"
        if not people.frame.height:
            self.say(say("Nobody is behind this row."))
            return
        from tui.table.backend import FrameBackend

        style = self.workspace.cell_style(people)
        self.show(FrameBackend(people.frame, telling_first(people.columns), style), column=0, rest=False)

    @on(Known)
    def _met(self, message: Known) -> None:
        """Show the customer, unless the cursor rests elsewhere by now."""
        if message.row is self.row:
            self.title.heading = f"{say('Customer')} · {message.row.name(self.workspace)}"
            self.title.aside = ""
            self._person = message.person
            self.add_class("-person")
            self._portray()

    def _portray(self) -> None:
        """The customer as large as there is room for; of one after another nothing has to move."""
        if self._person is None:
            return
        person, height = self.workspace.seen(self._person), self.content_size.height - 1
        text = in_short(person, self.workspace.look, self.content_size.width - 2, height)
        if self.has_class("-in-words") and self._words.size.height == height:
            self._words.update(text, layout=False)
        else:
            self.say(text)

    def _forget(self) -> None:
        """The customer who was shown is none of those that will be."""
        self._person = None
        self.remove_class("-person")

    def on_resize(self) -> None:
        """Other widths have room for other lines."""
        self.call_after_refresh(self._portray)

    def show_masked(self) -> None:
        """The customers, or the one, with personal data masked or as they are."""
        super().show_masked()
        self._portray()

    @property
    def is_personal(self) -> bool:
        """Whether anything personal is seen, masked or not."""
        return bool(self._person.personal) if self._person is not None else super().is_personal

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
        self._forget()
        self.title.heading, self.title.aside = self.HEADING, ""
        self.say(words)

    # -- going in, keeping them -------------------------------------------------------------------------------

    def opened(self) -> None:
        """Enter: the customer under the cursor, or the one that is shown."""
        if self.row is None:
            return
        customer = customer_id(self.row.answer, self.row.values) if self.row.values else None
        if customer is not None:
            self._enter_row()
        else:
            self.go_in(self.row.answer, self.row.trail_to(self.workspace))

    def action_select_cursor(self) -> None:
        """Enter where there is no table: the customer whose words stand there."""
        if self._person is not None:
            self.opened()

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

"""Keeping the customers of a row as a frozen segment: a name, and they are a list from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label, Static

from queries.customers.held_out import told_of
from queries.formats.plurals import many
from queries.wording import say
from tui.dialogs.dialog import Dialog
from tui.frame.field import Field
from tui.state.desk import Failed
from tui.text.safe import safe

if TYPE_CHECKING:
    import polars as pl
    from textual.app import ComposeResult

    from queries.answering.result import Result
    from queries.cancel import Token
    from queries.session import Session
    from tui.state.desk import Desk
    from tui.state.workspace import Workspace


class Frozen(Message):
    """The list is kept; `words` say what is on it, and who was held out."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class Freeze(Dialog[str]):
    """A name for the list, and whether some are held out; leaves with what was kept, in words.

    A name that is taken is replaced when enter is pressed again.
    """

    def __init__(self, desk: Desk, session: Session, customers: pl.Series, name: str) -> None:
        super().__init__(say("Save as a frozen segment"), desk)
        self._session = session
        self._customers = customers
        self._called = name
        self._taken = ""

    def content(self) -> ComposeResult:
        """The name, and what becomes of it."""
        with Horizontal(classes="row"):
            yield Label(say("Name"), classes="name")
            yield Field(self._called, id="name")
        with Horizontal(classes="row"):
            yield Label(say("Hold out"), classes="name")
            yield Field(placeholder=say("per cent of them: 10 leaves one in ten alone"), id="held")
        yield Static(
            Text(
                say(
                    "{counted}, as they are now. They stay on the list whatever they do from "
                    "here on: see Frozen segments, or --segment frozen=NAME. Those held out are drawn at "
                    "random and kept as “NAME held out”; effect compares the two later.",
                    counted=many(len(self._customers), "customer"),
                )
            ),
            classes="available whole",
        )
        yield Static(id="said", markup=False)
        yield Static(Text(say("enter saves · esc leaves")), classes="hint")

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        """Keep them; a name that is there already is asked about first."""
        event.stop()
        name, share = self.query_one("#name", Field).value.strip(), self._share()
        if share is None:
            self.say(say("Hold out takes a number of per cent below 100, like 10, or nothing."))
            return
        names = {saved.name.casefold() for saved in self._session.frozen()}
        if name.casefold() in names and self._taken != name:
            self._taken = name
            self.say(say("There is a list “{name}” already. enter again replaces it.", name=name))
            return

        def job(_token: Token) -> Message:
            self._session.freeze(name, self._customers, replace=self._taken == name, hold_out=share)
            return Frozen(told_of(self._session.runner.log, name))

        self.start(job)

    def _share(self) -> float | None:
        """The share that is held out; None where what is typed is none."""
        typed = self.query_one("#held", Field).value.strip().removesuffix("%").replace(",", ".")
        try:
            share = float(typed or 0) / 100
        except ValueError:
            return None
        return share if 0 <= share < 1 else None

    @on(Frozen)
    def _kept(self, message: Frozen) -> None:
        self.dismiss(say("{words} Segments › Frozen tells of them.", words=message.words))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.say(str(message.error))


def freezing(workspace: Workspace, people: Result, trail: str) -> Freeze | None:
    """The dialog that keeps some customers, with a name that says who they are; None where there is nobody."""
    session = workspace.session
    if session is None or not people.frame.height:
        return None
    name = f"{trail.split(' › ')[-1]} {people.scope.get('as_of', '')}".replace("/", "-").strip()
    return Freeze(workspace.desk, session, people.frame.get_column("customer"), safe(name)[:60])

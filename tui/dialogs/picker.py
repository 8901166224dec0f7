"""Events picked one after the other, from all there are: counted, in the order in which people come to them."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import on
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from queries.errors import RegularsError
from queries.wording import say
from tui.dialogs.dialog import Dialog
from tui.frame.choices import MOVES, Choices
from tui.frame.narrowing import Narrowing
from tui.state.desk import Failed
from tui.state.picked import Picked, kind_of
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from queries.answering.runner import Runner
    from queries.cancel import Token
    from queries.catalogue import Parameter
    from queries.data.data import Data
    from queries.dimensions.picking import Pick
    from queries.question.question import Question
    from tui.state.desk import Desk

CONDITION = re.compile(r"\s*(?P<event>[^\[\],]+?)\s*\[\s*(?:(?P<field>\w+)\s*=\s*)?(?P<value>[^\]=]*)\]?\s*")
"""What is typed of an event with a condition, as far as it goes."""


@dataclass
class Looked(Message):
    """What can be picked is known, what a condition can be on, and what the data propose."""

    known: tuple[Pick, ...]
    fields: tuple[str, ...]
    proposed: str


@dataclass
class Valued(Message):
    """The values that a condition on an event can name are known."""

    of: tuple[str, str]
    values: tuple[Pick, ...]


@dataclass
class Verified(Message):
    """What is picked can be asked."""

    steps: tuple[str, ...]


class Picker(Dialog[str]):
    """What is picked, numbered, above what can be; leaves with it as a parameter holds it, None where nothing changed.

    The keys stay in the line that narrows the list. With nothing picked it begins with what the data propose.
    """

    AUTO_FOCUS = "#typed"
    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        Binding("space", "take", show=False),
        Binding("less_than_sign,shift+up", "shift(-1)", show=False),
        Binding("greater_than_sign,shift+down", "shift(1)", show=False),
    ]

    def __init__(
        self, desk: Desk, runner: Runner, parameter: Parameter, text: str, trial: Callable[[str], Question]
    ) -> None:
        """A picker for what a parameter holds; `trial` gives the question with another text in it."""
        super().__init__(say("Pick {name}", name=parameter.name), desk)
        self._runner, self._parameter, self._trial = runner, parameter, trial
        self._picked = Picked.of(text)
        self._began = self._picked.text
        self._fields: tuple[str, ...] = ()
        self._values: dict[tuple[str, str], tuple[Pick, ...]] = {}
        self._replaced: int | None = None
        self._shown: list[tuple[str, int | None]] = []

    def content(self) -> ComposeResult:
        """The line, the list, and what is to be said."""
        yield Narrowing(id="typed", placeholder=say("type to narrow the list"))
        yield Choices(id="hits", markup=False)
        yield Static(id="said", markup=False)
        keys = say("enter or space picks, and takes away · < > move it · → a condition · esc takes what is picked")
        yield Static(Text(keys), classes="hint")

    def on_mount(self) -> None:
        """Count what there is."""
        runner, parameter, began = self._runner, self._parameter, self._began

        def look(data: Data) -> Message:
            from queries.dimensions.picking import fields, picks

            proposed = ""
            if parameter.proposed and not began:
                with suppress(RegularsError):
                    proposed = parameter.proposed(data) or ""
            return Looked(picks(data), fields(data), proposed)

        def job(token: Token) -> Message:
            return runner.about(self._trial("").scope, look, token)

        self.say(say("Counting events …"))
        self.start(job)

    @on(Looked)
    def _looked(self, message: Looked) -> None:
        """Show what can be picked, and what is."""
        if message.proposed and not self._picked.steps:
            self._picked = Picked.of(message.proposed)
            self._began = self._picked.text
        self._picked.known, self._fields = message.known, message.fields
        self._list()
        self._verify()

    # -- the list ---------------------------------------------------------------------------------------------

    def _list(self, at: int | None = None) -> None:
        """What is picked, then what can be; with something typed that which has it. The cursor goes to a line."""
        steps = [(step, place) for place, step in enumerate(self._picked.steps) if self._has(step)]
        picks = list(self._offered())
        self._shown = [*steps, *((pick.written, None) for pick in picks)]
        width = max((cell_len(name) for name, _ in self._shown), default=0)
        counts = {pick.written: pick.events for pick in self._picked.known}
        picked = [_line(f"{place + 1:>2} ", step, width, counts.get(step), "bold") for step, place in steps]
        offered = [_line("   ", pick.written, width, pick.events) for pick in picks]
        choices = self.query_one(Choices)
        choices.clear_options()
        between = [None] if picked and offered else []
        choices.add_options([*picked, *between, *offered] or [Option(say("Nothing is called that."), disabled=True)])
        first = len(picked) if offered else 0
        choices.highlighted = min(first if at is None else at, len(self._shown) - 1) if self._shown else None

    def _offered(self) -> Iterator[Pick]:
        """What can be picked, is not yet, and has what is typed; after a bracket the conditions of an event."""
        from queries.dimensions.picking import Pick

        typed = self._typed
        condition = CONDITION.fullmatch(typed)
        if condition is None:
            yield from (
                pick
                for pick in self._picked.known
                if pick.written not in self._picked.steps and self._has(pick.written)
            )
            return
        event, field, value = condition["event"], (condition["field"] or "").casefold(), condition["value"].casefold()
        if not field:
            yield from (Pick(f"{event}[{name}=", 0) for name in self._fields if value in name)
            return
        known = self._values.get((event, field), ())
        if value.endswith("*"):
            begin = f"{event}[{field}={value.removesuffix('*')}".casefold()
            many = sum(pick.events for pick in known if pick.written.casefold().startswith(begin))
            yield Pick(f"{event}[{field}={condition['value']}]", many)
        yield from (pick for pick in known if value.removesuffix("*") in pick.written.casefold().partition("=")[2])

    @property
    def _typed(self) -> str:
        return self.query_one(Narrowing).value

    def _has(self, name: str) -> bool:
        """Whether a name has every word that is typed."""
        return all(word in name.casefold() for word in self._typed.casefold().split())

    @property
    def _here(self) -> tuple[str, int | None]:
        """What the cursor is on, as it is written, and its place where it is picked; nothing is empty."""
        at = self.query_one(Choices).highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else ("", None)

    # -- keys -------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        """Narrow the list; the values of a condition are counted when its column is named."""
        if event.value != self._typed:
            return
        condition = CONDITION.fullmatch(event.value)
        if condition and condition["field"]:
            self._count(condition["event"], condition["field"].casefold())
        elif not condition:
            self._replaced = None
        self._list()

    def action_move(self, how: str) -> None:
        """Move in the list while one types."""
        getattr(self.query_one(Choices), f"action_{how}")()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_take()
        self.query_one(Narrowing).focus()

    def action_take(self) -> None:
        """Pick what the cursor is on, or take it away; of a column list the values."""
        step, place = self._here
        if step.endswith("="):
            self._write(step)
        elif step:
            if place is not None:
                del self._picked.steps[place]
            elif self._replaced is not None:
                self._picked.steps[self._replaced] = step
            else:
                self._picked.add(step)
            at = self.query_one(Choices).highlighted
            self._list_anew(at)
            self._verify()

    def action_shift(self, by: int) -> None:
        """Move what is picked up or down."""
        _, place = self._here
        if place is not None:
            self._list_anew(self._picked.move(place, by))
            self._verify()

    @on(Narrowing.Left)
    def _narrower(self) -> None:
        """A condition on the event under the cursor; of what is picked, in its stead."""
        step, place = self._here
        if not self._fields:
            self.say(say("These data know neither channel, item nor page of events."))
        elif step:
            only = f"{self._fields[0]}=" if len(self._fields) == 1 else ""
            self._write(step if step.endswith("=") else f"{kind_of(step)}[{only}")
            self._replaced = place

    def action_escape(self) -> None:
        """Clear the line, else leave with what is picked."""
        if self._typed:
            self._list_anew()
        else:
            self.dismiss(None if self._picked.text == self._began else self._picked.text)

    def _list_anew(self, at: int | None = None) -> None:
        """The whole list, with nothing typed."""
        self._replaced = None
        self._write("")
        self._list(at)

    def _write(self, text: str) -> None:
        line = self.query_one(Narrowing)
        line.value, line.cursor_position = text, len(text)

    # -- what is worked out -----------------------------------------------------------------------------------

    def _count(self, event: str, field: str) -> None:
        """Count the values that a condition can name, once."""
        runner, of = self._runner, (event, field)
        if of in self._values:
            return

        def job(token: Token) -> Message:
            from queries.dimensions.picking import values

            return Valued(of, runner.about(self._trial("").scope, lambda data: values(data, *of), token))

        self.start(job, "values")

    @on(Valued)
    def _valued(self, message: Valued) -> None:
        self._values[message.of] = message.values
        self._list()

    def _verify(self) -> None:
        """Find out whether what is picked can be asked, and say it."""
        runner, text, steps = self._runner, self._picked.text, tuple(self._picked.steps)
        try:
            question = self._trial(text)
        except RegularsError as error:
            self.say(str(error))
            return

        def job(token: Token) -> Message:
            runner.verify(question, token)
            return Verified(steps)

        self.start(job, "verify")

    @on(Verified)
    def _verified(self, message: Verified) -> None:
        picked = " → ".join(message.steps)
        count = len(message.steps)
        self.say(say("{count} picked: {picked}.", count=count, picked=picked) if picked else say("Nothing is picked."))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.say(str(message.error))


def _line(before: str, name: str, width: int, count: int | None, style: str = "") -> Text:
    """A name with how many events there are."""
    text = Text(before + set_cell_size(safe(name), width), style=style, no_wrap=True, overflow="ellipsis")
    return text.append(f"  {count:>10,}" if count else "", style="not bold dim")

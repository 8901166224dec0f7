"""The two lines above an answer: what is open and how long it took, and which part of the data it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.message import Message
from textual.reactive import Reactive, var

from queries.wording import say
from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.frame.quiet import QuietFocus
from tui.frame.status import BETWEEN, Line, fitting
from tui.state.messages import PartEdited
from tui.state.scoped import parts_of
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.binding import BindingType

    from queries.answering.result import Result
    from tui.commands.listed import Where
    from tui.state.scoped import Part
    from tui.state.workspace import Workspace


class TitleLine(Line):
    """What is open, and to the right how long the answer took."""

    answer: var[Result | None] = var(None, init=False)

    def __init__(self, words: str) -> None:
        super().__init__(words, id="title", name="regulars")

    def watch_answer(self, answer: Result | None) -> None:
        """Another answer took another time."""
        if answer is not None:
            self.right = f"{answer.seconds:.2f} s"


class ScopeLine(QuietFocus, Line, inherit_bindings=False):
    """The parts of what an answer is asked of, as it may be seen: those that cut something off as chips.

    Where it can take the focus a cursor goes over the parts, and each can be changed or dropped.
    """

    places: ClassVar[tuple[Where, ...]] = ("scope", "page")
    DOES = named("scope")
    BINDINGS: ClassVar[list[BindingType]] = bindings(DOES)

    answer: var[Result | None] = var(None, init=False)
    parts: Reactive[tuple[Part, ...]] = Reactive(())
    at: Reactive[int] = Reactive(0)
    """The part the cursor is on."""

    @dataclass
    class Drops(Message):
        """A part is to go."""

        part: Part

    class Left(Message):
        """The keys are to go back to where they were."""

    def __init__(self, workspace: Workspace, answer: Result | None = None, *, changes: bool = False) -> None:
        """A line; one that `changes` the question can take the focus, and says what the answer is compared with."""
        super().__init__(id="scope", name=say("Scope"))
        self.can_focus = changes
        self._workspace = workspace
        self._changes = changes
        self.set_reactive(ScopeLine.answer, answer)
        self.set_reactive(ScopeLine.parts, self._parts())

    def watch_answer(self) -> None:
        """Another answer may be about another part."""
        self.show_masked()

    def show_masked(self) -> None:
        """The words with personal data masked or as they are."""
        self.parts = self._parts()
        self.at = min(self.at, max(0, len(self.parts) - 1))

    def _parts(self) -> tuple[Part, ...]:
        from queries.catalogue import CUSTOMERS

        if self.answer is None:
            return ()
        runner, question = self._workspace.runner, self._workspace.said(self.answer).question
        everyone = runner is not None and runner.log.has(CUSTOMERS)
        parts = parts_of(question, self.answer.scope, everyone=everyone)
        return tuple(part for part in parts if self._changes or part.kind != "compare")

    # -- what is seen -----------------------------------------------------------------------------------------

    @property
    def lead(self) -> str:
        """The name, with a mark where the keys go here."""
        return super().lead.replace(" ", "▸", 1) if self.has_focus else super().lead

    def words(self, room: int) -> Text:
        """The parts there is room for; what cuts nothing off goes first, what the cursor is on last."""
        line, here = Text(), self.at if self.has_focus else None
        worth = [3 if at == here else _worth(part) for at, part in enumerate(self.parts)]
        shown = fitting([safe(part.words) for part in self.parts], room, worth)
        for at in shown:
            part, before = self.parts[at], self.parts[at - 1] if at and at - 1 in shown else None
            line.append((", " if before and _alike(before, part) else BETWEEN) if line else "")
            chip = ("reverse" if here is None else "underline") if part.drop else ""
            line.append(safe(part.words), style="reverse" if at == here else chip)
        gone = sum(part.drop is not None for at, part in enumerate(self.parts) if at not in shown)
        return line.append(f"{BETWEEN}+{gone}" if gone else "")

    def repaint_focus(self) -> None:
        """The cursor comes or goes."""
        self.refresh()

    # -- keys -------------------------------------------------------------------------------------------------

    def action_part(self, step: int) -> None:
        """To the next part, or the one before."""
        self.at = max(0, min(self.at + step, len(self.parts) - 1))

    def action_edit(self) -> None:
        """Have the part under the cursor changed."""
        if self.parts:
            self.post_message(PartEdited(self.parts[self.at]))

    def action_drop(self) -> None:
        """Have the part under the cursor dropped."""
        if self.parts:
            self.post_message(self.Drops(self.parts[self.at]))

    def action_leave(self) -> None:
        """Back to where the keys were."""
        self.post_message(self.Left())


def _worth(part: Part) -> int:
    """What a part is worth where there is little room: most where it cuts something off, nothing where it says all."""
    return 2 if part.drop else int(part.kind in ("period", "grain"))


def _alike(one: Part, other: Part) -> bool:
    """Whether two parts stand for one another: events and channels of which any counts."""
    return one.kind == other.kind and one.kind in ("events", "channels")

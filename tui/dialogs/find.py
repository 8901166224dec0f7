"""A line to type into and, below it, everything of that name: what is picked is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from queries.wording import say
from tui.dialogs.dialog import Dialog
from tui.dialogs.hits import Hit, rank
from tui.frame.choices import MOVES, Choices
from tui.frame.field import Field
from tui.frame.typed import Typed
from tui.state.desk import Failed
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from queries.cancel import Token
    from tui.state.desk import Desk

MOST_SHOWN = 200
"""More hits than these nobody reads; another letter leaves fewer."""


class Source(NamedTuple):
    """Where hits come from.

    Attributes:
        hits: What there is; told what was typed.
        each: Whether what there is depends on what was typed; else it is asked for once.
    """

    hits: Callable[[str], Iterable[Hit]]
    each: bool = False


class Lookup(NamedTuple):
    """Where hits come from that have to be looked for in the data, in a thread; as `Source`.

    Attributes:
        adds: Whether it finds what is not there yet: enter waits for it. Else it only says more of what is there.
        behind: Behind how many of the sources its hits stand; None is behind all of them.
    """

    hits: Callable[[str, Token], Iterable[Hit]]
    each: bool = False
    adds: bool = True
    behind: int | None = None


@dataclass
class Found(Message):
    """What was looked for is found."""

    at: int
    typed: str
    hits: Sequence[Hit]


class Find(Dialog[Hit]):
    """What the sources have, the best fitting first; leaves with what was picked.

    Filtered at once as one types. Enter takes what was typed, however fast: it waits for what is still looked for.
    """

    AUTO_FOCUS = "#typed"
    BINDINGS: ClassVar[list[BindingType]] = MOVES

    def __init__(
        self,
        title: str,
        sources: Sequence[Source],
        placeholder: str = "",
        *,
        desk: Desk | None = None,
        lookups: Sequence[Lookup] = (),
        keys: str = "",
        typed: str = "",
    ) -> None:
        """A box.

        Args:
            title: What it is called.
            sources: What is there at once; the order tells which comes first of those that fit as well.
            placeholder: What can be typed.
            desk: Where it is looked for.
            lookups: What has to be looked for; behind the sources.
            keys: What is said at the foot of the keys, where there are further ones.
            typed: What is typed already.
        """
        super().__init__(title, desk)
        self._sources, self._lookups = sources, lookups
        self._placeholder, self._keys, self._begun = placeholder, keys, typed
        self._kept: dict[int, Sequence[Hit]] = {}
        self._found: list[Sequence[Hit]] = [()] * len(lookups)
        self._hits: list[Hit] = []
        self._entered: str | None = None

    def content(self) -> ComposeResult:
        """The line, and the list."""
        yield Typed(self._begun, id="typed", placeholder=self._placeholder)
        yield Choices(id="hits", markup=False)
        yield Static(Text(self._keys or say("enter takes it · ↑ ↓ choose · esc leaves")), classes="hint")

    def on_mount(self) -> None:
        """Everything, before anything is typed."""
        self._look(self._begun, self._lookups)
        self._list(self._begun)

    # -- looking ----------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """What fits what was typed; where more was typed meanwhile, that is still to come."""
        if event.value == self.query_one(Field).value and self._entered is None:
            self._look(event.value, [lookup for lookup in self._lookups if lookup.each])
            self._list(event.value)

    def _look(self, typed: str, lookups: Sequence[Lookup]) -> None:
        """Have something looked for."""
        for lookup in lookups:
            at = self._lookups.index(lookup)

            def job(token: Token, at: int = at, lookup: Lookup = lookup) -> Found:
                return Found(at, typed, tuple(lookup.hits(typed, token)))

            if self._desk is not None:
                self._desk.start(self, job, str(at))

    @on(Found)
    def _looked(self, message: Found) -> None:
        """Something was found; who pressed enter already gets the best."""
        before, self._found[message.at] = self._found[message.at], message.hits
        if before or message.hits or not self._hits:
            self._list(self.query_one(Field).value if self._entered is None else self._entered)
        self._take_if_entered()

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        """What cannot be looked for is not found."""
        message.stop()
        self._list(self.query_one(Field).value if self._entered is None else self._entered)
        self._take_if_entered()

    def _is_looking(self) -> bool:
        waited = [at for at, lookup in enumerate(self._lookups) if lookup.adds]
        return self._desk is not None and any(self._desk.runs(self, str(at)) for at in waited)

    def _list(self, typed: str) -> None:
        """The hits that fit; the cursor is on the best one."""
        ranked = ((rank(hit, typed), hit) for hit in self._every(typed))
        fitting = [(place, hit) for place, hit in ranked if place is not None]
        self._hits = [hit for _, hit in sorted(fitting, key=lambda entry: entry[0])][:MOST_SHOWN]
        choices = self.query_one(Choices)
        choices.clear_options()
        nothing = say("Looking for it …") if self._is_looking() else say("Nothing is called that.")
        choices.add_options(map(_line, self._hits) if self._hits else [Option(nothing, disabled=True)])
        choices.highlighted = 0 if self._hits else None

    def _every(self, typed: str) -> Iterable[Hit]:
        """Everything there is, each name once: what was looked for says more than what was there before."""
        groups: list[Iterable[Hit]] = [self._of(at, source, typed) for at, source in enumerate(self._sources)]
        said = {hit.name: hit for hits in self._found for hit in hits}
        for lookup, hits in sorted(
            zip(self._lookups, self._found, strict=True), key=lambda pair: -(pair[0].behind or 0)
        ):
            groups.insert(len(groups) if lookup.behind is None else lookup.behind, hits)
        return {hit.name: said.get(hit.name, hit) for group in groups for hit in group}.values()

    def _of(self, at: int, source: Source, typed: str) -> Iterable[Hit]:
        """What a source has; asked for once where it does not depend on what was typed."""
        if source.each:
            return source.hits(typed)
        if at not in self._kept:
            self._kept[at] = tuple(source.hits(""))
        return self._kept[at]

    # -- choosing ---------------------------------------------------------------------------------------------

    def action_move(self, how: str) -> None:
        """Move in the list while one types."""
        getattr(self.query_one(Choices), f"action_{how}")()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Take the hit under the cursor, once everything is found that may be a better one."""
        event.stop()
        if self.query_one(Choices).highlighted:  # somebody moved there
            self._take(self.query_one(Choices).highlighted)
        else:
            self._entered = event.value
            self._take_if_entered()

    @on(Typed.Emptied)
    def _drop(self) -> None:
        """Take away the part under the cursor."""
        hit = self._here
        if hit is not None and hit.drops:
            self.dismiss(replace(hit, run=hit.drops))

    @on(Typed.Left)
    def _edit(self) -> None:
        """Write the part under the cursor into the line."""
        hit = self._here
        if hit is not None and hit.edits:
            self._write(hit.edits)

    def _write(self, text: str) -> None:
        line = self.query_one(Field)
        line.value, line.cursor_position = text, len(text)
        line.focus()

    @property
    def _here(self) -> Hit | None:
        """The hit under the cursor."""
        at = self.query_one(Choices).highlighted
        return self._hits[at] if at is not None and at < len(self._hits) else None

    def _take_if_entered(self) -> None:
        """Take the best hit if enter was pressed; where there is none, one can go on typing."""
        if self._entered is not None and not self._is_looking():
            self._entered = None
            self._take(0 if self._hits else None)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)

    def _take(self, at: int | None) -> None:
        if at is None or at >= len(self._hits):
            return
        if self._hits[at].edits:
            self._write(self._hits[at].edits)
        else:
            self.dismiss(self._hits[at])


def _line(hit: Hit) -> Option:
    """A hit in one line."""
    text = Text(safe(hit.name), no_wrap=True, overflow="ellipsis")
    return Option(text.append(f"  {safe(hit.meaning)}", style="dim") if hit.meaning else text)

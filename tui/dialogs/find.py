"""A line to type into and, below it, everything of that name: what is picked is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.dialogs.dialog import Dialog
from tui.frame.choices import Choices
from tui.frame.field import Field
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


@dataclass(frozen=True)
class Hit:
    """Something that can be picked.

    Attributes:
        name: What it is called.
        meaning: What it does, in a sentence; it is found by these words, too.
        run: Does it.
    """

    name: str
    meaning: str
    run: Callable[[], object]


Provider = Callable[[str], Iterable[Hit]]
"""Gives what there is of one kind; told what was typed, where there is too much to name all of it."""


def rank(hit: Hit, typed: str) -> int | None:
    """How well a hit fits what was typed, 0 best: its name begins so, has words that do, or its meaning has; else None.

    Every word that was typed has to be found; words begin at letters after anything that is none.
    """
    words, name, meaning = typed.casefold().split(), hit.name.casefold(), hit.meaning.casefold()
    if name.startswith(typed.casefold().strip()):
        return 0
    own, every = _starts(name), _starts(f"{name} {meaning}")
    if all(any(start.startswith(word) for start in own) for word in words):
        return 1
    if all(any(start.startswith(word) for start in every) for word in words):
        return 2
    return 3 if all(word in f"{name} {meaning}" for word in words) else None


def _starts(text: str) -> list[str]:
    """The text from each of its words on."""
    return [text[found.start() :] for found in re.finditer(r"\b\w|(?<=\s)\S", text)]


class Find(Dialog[Hit]):
    """What the providers have, the best fitting first; leaves with what was picked.

    Filtered at once as one types, so that enter takes what was typed, however fast.
    """

    AUTO_FOCUS = "#typed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
    ]

    def __init__(self, title: str, providers: Sequence[Provider], placeholder: str = "") -> None:
        super().__init__(title)
        self._providers = providers
        self._placeholder = placeholder
        self._hits: list[Hit] = []

    def content(self) -> ComposeResult:
        """The line, and the list."""
        yield Field(id="typed", placeholder=self._placeholder)
        yield Choices(id="hits", markup=False)
        yield Static(Text("enter takes it · ↑ ↓ choose · esc leaves"), classes="hint")

    def on_mount(self) -> None:
        """Everything, before anything is typed."""
        self._list("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """What fits what was typed; where more was typed meanwhile, that is still to come."""
        if event.value == self.query_one(Field).value:
            self._list(event.value)

    def _list(self, typed: str) -> None:
        ranked = [(rank(hit, typed), hit) for provider in self._providers for hit in provider(typed)]
        fitting = [(place, hit) for place, hit in ranked if place is not None]
        self._hits = [hit for _, hit in sorted(fitting, key=lambda entry: entry[0])]
        choices = self.query_one(Choices)
        choices.clear_options()
        choices.add_options(
            map(_line, self._hits) if self._hits else [Option("Nothing is called that.", disabled=True)]
        )
        choices.highlighted = 0 if self._hits else None

    def action_move(self, how: str) -> None:
        """Move in the list while one types."""
        getattr(self.query_one(Choices), f"action_{how}")()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Take the hit under the cursor."""
        event.stop()
        self._take(self.query_one(Choices).highlighted)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_index)

    def _take(self, at: int | None) -> None:
        if at is not None and at < len(self._hits):
            self.dismiss(self._hits[at])


def _line(hit: Hit) -> Option:
    """A hit in one line."""
    text = Text(safe(hit.name), no_wrap=True, overflow="ellipsis")
    return Option(text.append(f"  {safe(hit.meaning)}", style="dim") if hit.meaning else text)

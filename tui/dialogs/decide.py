"""The readings of one decision, each with what it makes of the key figures; or any few choices with words beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from queries.wording import say
from tui.dialogs.dialog import Dialog
from tui.frame.choices import Choices
from tui.state.desk import Failed
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from queries.cancel import Token
    from tui.state.desk import Desk

    Worth = Callable[[Token], Sequence[str]]

TAKEN, OTHER = "● ", "○ "
"""What stands before the choice that holds, and before the others."""


@dataclass(frozen=True)
class Offer:
    """A choice.

    Attributes:
        key: What is told when it is picked.
        words: What it says.
        worth: What comes of it, below the words; empty until it is known, or where there is nothing to tell.
        taken: Whether it holds now.
    """

    key: str
    words: str
    worth: str = ""
    taken: bool = False


class Decide(Dialog[Any]):
    """A few choices, the one that holds marked; the outcome is the key of the one picked."""

    @dataclass
    class Weighed(Message):
        """What comes of each choice."""

        worth: Sequence[str]

    def __init__(
        self, title: str, words: str, offers: Sequence[Offer], desk: Desk | None = None, weigh: Worth | None = None
    ) -> None:
        """Choices below some words.

        Args:
            title: What is decided.
            words: What is asked, or what speaks for the choice that holds.
            offers: The choices.
            desk: Where `weigh` is done.
            weigh: Works out what comes of each choice, where that is not known.
        """
        super().__init__(title, desk)
        self._above = words
        self._offers = list(offers)
        self._weigh = weigh

    def content(self) -> ComposeResult:
        """What is asked, and the choices."""
        if self._above:
            yield Static(Text(safe(self._above)), classes="whole")
        options = [Option(self._prompt(offer), id=str(at)) for at, offer in enumerate(self._offers)]
        yield Choices(*options, markup=False)
        yield Static(Text(say("enter takes it · esc leaves it as it was")), classes="hint")

    def on_mount(self) -> None:
        """The cursor on what holds; what comes of the choices is worked out meanwhile."""
        taken = next((at for at, offer in enumerate(self._offers) if offer.taken), 0)
        self.query_one(OptionList).highlighted = taken
        weigh = self._weigh
        if weigh is not None:
            self.start(lambda token: self.Weighed(weigh(token)))

    def _prompt(self, offer: Offer) -> Text:
        """A choice in one or two lines."""
        text = Text((TAKEN if offer.taken else OTHER) + safe(offer.words))
        worth = offer.worth or ("…" if self._weigh else "")
        return text.append(f"\n  {safe(worth)}", style="dim") if worth else text

    @on(Weighed)
    def _weighed(self, message: Weighed) -> None:
        choices = self.query_one(OptionList)
        for at, (offer, worth) in enumerate(zip(self._offers, message.worth, strict=True)):
            text = Text((TAKEN if offer.taken else OTHER) + safe(offer.words))
            choices.replace_option_prompt(str(at), text.append(f"\n  {safe(worth)}", style="dim"))

    @on(Failed)
    def _could_not(self, message: Failed) -> None:
        """The choices can be picked all the same."""
        message.stop()
        self._weighed(self.Weighed([f"! {message.error}"] * len(self._offers)))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._offers[int(event.option_id or 0)].key)

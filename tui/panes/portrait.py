"""The panes of a portrait that tell something in words: who, where they stand, when they come, what they buy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.reactive import var
from textual.widgets import Static

from queries.wording import mark, say
from tui.commands.keymap import bindings
from tui.frame.pane import Pane
from tui.frame.scrolled import Scrolled
from tui.panes.explained import bought_explained, facts_explained, habits_explained, of_answer, standing_explained
from tui.panes.facts import facts
from tui.panes.habits import habits
from tui.panes.standing import bought, standing
from tui.text.hanging import hanging
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

    from queries.answering.result import Result

OWN, STANDING, DETAILS = "customer", "customer_standing", "customer_details"
QUESTIONS = (OWN, STANDING, DETAILS)
"""What is asked of a customer: their own facts, what needs everyone, what is read from the files."""
WAITING = "…"
NARROWEST = 20


class WordsPane(Pane):
    """Words made of one of the answers about a customer, as wide as there is room. What they are its subclass says."""

    PLACES = ("portrait", "table", "page")
    GIVES_WAY = True
    DOES = ("details",)
    BINDINGS: ClassVar[list[BindingType]] = bindings(DOES)
    ABOUT: ClassVar[str] = OWN
    """The question whose answer it tells."""

    answers: var[Mapping[str, Result]] = var({}, init=False)
    """The answers about the customer that are there, by question."""

    _instead = ""

    def content(self) -> Iterable[Widget]:
        """The words, which can be scrolled."""
        self._words = Static(id=self.NAME, markup=False)
        yield Scrolled(self._words, id=f"{self.NAME}-scroll")

    def written(self, answer: Result, width: int) -> Text:
        """The words."""
        raise NotImplementedError

    def explained(self, answer: Result) -> Iterator[tuple[str, str]]:
        """What each of them means, by its name."""
        raise NotImplementedError

    def action_details(self) -> None:
        """Say what is told here means, how it was worked out, and what has to be known of it."""
        answer = self.answers.get(self.ABOUT)
        if answer is None:
            self.tell(say("There is nothing to explain here yet."))
            return
        from tui.dialogs.dialog import Words

        seen = self.workspace.seen(answer)
        told = hanging([*self.explained(seen), ("", ""), *of_answer(seen)])
        self.post_message(self.Opens(Words(say(self.HEADING), told), lambda _: None))

    def watch_answers(self, before: Mapping[str, Result], answers: Mapping[str, Result]) -> None:
        """Of somebody else other things are told."""
        if before.get(OWN) is not answers.get(OWN):
            self._instead = ""
        self._write()

    def _write(self) -> None:
        """Tell what is known; what is not there yet is waited for, unless it was said why it never comes."""
        if not self.answers:
            return
        answer = self.answers.get(self.ABOUT)
        if answer is None:
            self._words.update(Text(safe(self._instead) or WAITING, style="dim"))
        else:
            room = max(NARROWEST, self._words.content_size.width)
            self._words.update(self.written(self.workspace.seen(answer), room))

    def show_masked(self) -> None:
        """The words with personal data masked or as they are."""
        self._write()

    def on_resize(self) -> None:
        """Other widths have room for other lines."""
        self.call_after_refresh(self._write)

    def say_instead(self, words: str) -> None:
        """Why it stays empty."""
        self._instead = words
        self._words.update(Text(safe(words), style="dim"))


class FactsPane(WordsPane):
    """Who it is: the customer's own figures and attributes."""

    NAME, HEADING, HELP = "facts", mark("Who"), mark("To who it is.")

    def written(self, answer: Result, width: int) -> Text:
        """The facts."""
        return facts(answer, width)

    def explained(self, answer: Result) -> Iterator[tuple[str, str]]:
        """Figures and attributes."""
        return facts_explained(answer)


class StandingPane(WordsPane):
    """Where the customer stands among all."""

    NAME, HEADING, HELP = "standing", mark("Where they stand"), mark("To where they stand among all.")
    ABOUT = STANDING

    def written(self, answer: Result, width: int) -> Text:
        """Expectations, stages and segments."""
        return standing(answer, self.workspace.look, width)

    def explained(self, answer: Result) -> Iterator[tuple[str, str]]:
        """Segments and expectations."""
        return standing_explained(answer)


class HabitsPane(WordsPane):
    """How often and when."""

    NAME, HEADING, HELP = "habits", mark("52 weeks, and when"), mark("To the last 52 weeks, and when they come.")

    def written(self, answer: Result, width: int) -> Text:
        """Weeks, hours and the mix of events."""
        return habits(answer, self.workspace.look, width, self.size.height)

    def explained(self, answer: Result) -> Iterator[tuple[str, str]]:
        """What is counted."""
        return habits_explained(answer)


class BoughtPane(WordsPane):
    """What the customer buys and says."""

    NAME, HEADING, HELP = "bought", mark("What they buy and say"), mark("To what they buy and say.")
    ABOUT = DETAILS

    def written(self, answer: Result, width: int) -> Text:
        """Items, categories and words."""
        return bought(answer, width)

    def explained(self, answer: Result) -> Iterator[tuple[str, str]]:
        """What is told of purchases and words."""
        return bought_explained(answer)

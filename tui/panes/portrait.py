"""The panes of a portrait: what each tells, which are seen, and the tables behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from tui.panes.facts import facts, habits
from tui.panes.standing import bought, standing
from tui.screens.parts import Parted
from tui.text.safe import safe

if TYPE_CHECKING:
    from queries.answering.result import Result

OWN, STANDING, DETAILS = "customer", "customer_standing", "customer_details"
QUESTIONS = (OWN, STANDING, DETAILS)
"""What is asked of a customer: their own facts, what needs everyone, what is read from the files."""
PANES = {
    "facts": "Who",
    "standing": "Where they stand",
    "habits": "52 weeks, and when",
    "bought": "What they buy and say",
}
WAITING = "…"


class Paned(Parted):
    """A portrait's panes.

    Attributes:
        results: The answers that are there, by question.
    """

    def __init__(self) -> None:
        super().__init__()
        self.results: dict[str, Result] = {}

    # -- words ------------------------------------------------------------------------------------------------

    def tell_all(self) -> None:
        """Fill the panes, as wide as there is room; what is not there yet is waited for."""
        marker = self.home.start.marker
        seen = {metric: self.home.seen(result) for metric, result in self.results.items()}
        own, everyone, read = (seen.get(metric) for metric in QUESTIONS)
        for name, result, told in (
            ("facts", own, facts),
            ("standing", everyone, standing),
            ("bought", read, bought),
        ):
            room = self._room(f"#{name}")
            self.query_one(f"#{name}", Static).update(told(result, room) if result else Text(WAITING, style="dim"))
        if own is not None:
            self.query_one("#habits", Static).update(habits(own, marker, self._room("#habits")))

    def show_masked(self) -> None:
        """Words and timeline with personal data masked or as they are."""
        super().show_masked()
        self.tell_all()

    def has_personal(self) -> bool:
        """Whether anything personal is known of the customer."""
        return super().has_personal() or any(result.personal for result in self.results.values())

    def say_instead(self, metric: str, sentence: str) -> None:
        """Say why a pane stays empty."""
        pane = {STANDING: "#standing", DETAILS: "#bought"}.get(metric, "#facts")
        self.query_one(pane, Static).update(Text(safe(sentence), style="dim"))

    def _room(self, selector: str) -> int:
        """How many cells a line of words may take."""
        return max(20, self.query_one(selector).content_size.width)

    # -- which panes ------------------------------------------------------------------------------------------

    def action_next_pane(self, step: int) -> None:
        """Give the next pane the focus; where there is no room for all, it takes the place of another."""
        names = [*PANES, "timeline"]
        inside = [node.id for node in self.focused.ancestors_with_self] if self.focused else []
        at = next((place for place, name in enumerate(names) if f"{name}-pane" in inside), len(PANES))
        self.show_pane(names[(at + step) % len(names)])

    def action_pane(self, index: int) -> None:
        """Give a pane the focus."""
        self.show_pane([*PANES, "timeline"][index])

    def show_pane(self, name: str) -> None:
        """Show a pane and give it the focus."""
        for other in (*PANES, "timeline"):
            self.set_class(other == name, f"-on-{other}")
        target = "#timeline" if name == "timeline" else f"#{name}-scroll"
        self.set_focus(self.query_one(target), scroll_visible=False)

    def on_resize(self) -> None:
        """Other widths have room for other lines."""
        if self.results:
            self.call_after_refresh(self.tell_all)

    # -- further tables ---------------------------------------------------------------------------------------

    def parts(self) -> list[str]:
        """Every further table of every answer about the customer: `stages`, `customer_details/feedback` …"""
        named = []
        for metric, result in self.results.items():
            named += [] if metric == OWN else [metric]
            named += [part if metric == OWN else f"{metric}/{part}" for part in result.parts]
        return named

    def answered(self) -> Result | None:
        """The answer whose table is shown."""
        metric = (self.part or "").split("/")[0]
        return self.results.get(metric) or self.results.get(OWN)

    def part_of(self, result: Result) -> str | None:
        """The name of the table that is shown, in the answer it belongs to."""
        if self.part is None or self.part == result.metric.id:
            return None
        return self.part.split("/")[-1]

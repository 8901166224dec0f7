"""The timeline of a customer, and every other table of a portrait in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.reactive import var

from queries.formats.cells import words
from queries.formats.plurals import many
from queries.wording import mark, say
from tui.panes.portrait import OWN
from tui.table.parts import PartedPane
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.answering.result import Result
    from tui.state.workspace import Workspace


class TimelinePane(PartedPane):
    """Every event of the customer, or those of one kind; `v` goes on to the other tables of the answers.

    Attributes:
        kind: The kind of event that is shown; None is all of them.
    """

    NAME, HEADING, HELP = "timeline", mark("Timeline"), mark("To the timeline.")
    PLACES = ("portrait", "table", "page")

    answers: var[Mapping[str, Result]] = var({}, init=False)
    """The answers about the customer that are there, by question."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.kind: str | None = None

    async def on_mount(self) -> None:
        """The keys go to the timeline first."""
        await self.make_table()
        self.take_focus()

    @property
    def is_personal(self) -> bool:
        """Whether anything personal is known of the customer."""
        return super().is_personal or any(answer.personal for answer in self.answers.values())

    def watch_answers(self, before: Mapping[str, Result], answers: Mapping[str, Result]) -> None:
        """The customer's own answer has the timeline; the others only further tables."""
        if self.part not in self.parts():
            self.part = None  # another customer's answers are not there yet
        if answers and answers.get(OWN) is not before.get(OWN):
            self.show_part()
        else:
            self.post_message(self.Shown())

    def next_kind(self) -> str | None:
        """From the timeline of one kind of event to that of the next, after the last to all of them."""
        own = self.answers.get(OWN)
        mix = own.parts.get("mix") if own else None
        kinds = [None, *(mix[1].get_column("event").unique().sort().to_list() if mix else ())]
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)] if self.kind in kinds else None
        self.part = None
        return self.kind

    # -- further tables ---------------------------------------------------------------------------------------

    def parts(self) -> Sequence[str]:
        """Every further table of every answer about the customer: `stages`, `customer_details/feedback` …"""
        named = []
        for question, answer in self.answers.items():
            named += [] if question == OWN else [question]
            named += [part if question == OWN else f"{question}/{part}" for part in answer.parts]
        return named

    def answered(self) -> Result | None:
        """The answer whose table is shown."""
        question = (self.part or "").split("/")[0]
        return self.answers.get(question) or self.answers.get(OWN)

    def part_of(self, result: Result) -> str | None:
        """The name of the table that is shown, in the answer it belongs to."""
        if self.part is None or self.part == result.metric.id:
            return None
        return self.part.split("/")[-1]

    def show_part(self) -> None:
        """The timeline, or another table of the portrait in its place."""
        from tui.table.backend import FrameBackend

        result = self.answered()
        if result is None:
            return
        columns, frame = result.table(self.part_of(result))
        of_kind = f" · {safe(self.kind)}" if self.kind else ""
        own = f"{say(self.HEADING)}{of_kind}" if "mix" in result.parts else say("What is known")
        self.title.heading = say(words(self.part.replace("/", "_"))) if self.part else own
        self.title.aside = many(frame.height, "row")
        style = replace(self.workspace.cell_style(result), grain=None)
        self.show(FrameBackend(frame, columns, style), column=0, rest=False)
        if frame.is_empty():
            self.say(say("Nothing happened in this scope. esc goes back, F clears the scope there."))

    # -- the cursor -------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Enter on an event: its whole text."""
        self.action_cell()

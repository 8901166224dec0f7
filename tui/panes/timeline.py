"""The timeline of a customer, and every other table of a portrait in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.reactive import var

from queries.formats.cells import words
from queries.formats.plurals import many
from queries.wording import mark, say
from tui.panes.portrait import DETAILS, OWN
from tui.table.parts import PartedPane
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from queries.answering.result import Result
    from queries.catalogue import Column
    from tui.state.workspace import Workspace

TOLD = "timeline"
"""The table of the details that has the events with what the files tell of them."""


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
        elif self.part is None and answers.get(DETAILS) is not before.get(DETAILS):
            self.show_part(self.at)
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
            others = [part for part in answer.parts if (question, part) != (DETAILS, TOLD)]
            named += [part if question == OWN else f"{question}/{part}" for part in others]
        return named

    def answered(self) -> Result | None:
        """The answer whose table is shown."""
        question = (self.part or "").split("/")[0]
        told = self.answers.get(DETAILS) if self.part is None and self.kind is None else None
        return self.answers.get(question) or told or self.answers.get(OWN)

    def part_of(self, result: Result) -> str | None:
        """The name of the table that is shown, in the answer it belongs to."""
        if self.part is None and result.metric.id == DETAILS:
            return TOLD
        if self.part is None or self.part == result.metric.id:
            return None
        return self.part.split("/")[-1]

    def show_part(self, row: int = 0) -> None:
        """The timeline, or another table of the portrait in its place; the cursor goes to a row."""
        from tui.table.backend import FrameBackend

        own, result = self.answers.get(OWN), self.answered()
        if own is None or result is None:
            return
        columns, frame = self._timeline(own) if self.part is None else result.table(self.part_of(result))
        of_kind = f" · {safe(self.kind)}" if self.kind else ""
        timeline = f"{say(self.HEADING)}{of_kind}" if "mix" in own.parts else say("What is known")
        self.title.heading = say(words(self.part.replace("/", "_"))) if self.part else timeline
        self.title.aside = many(frame.height, "row")
        style = replace(self.workspace.cell_style(result), grain=None)
        self.show(FrameBackend(frame, columns, style), row=row, column=0, rest=False)
        if frame.is_empty():
            self.say(say("Nothing happened in this scope. esc goes back, F clears the scope there."))

    def _timeline(self, own: Result) -> tuple[Sequence[Column], pl.DataFrame]:
        """The events, with what the files tell of them once that is read; columns that tell of none are left out."""
        columns, frame = own.table(None)
        details = self.answers.get(DETAILS)
        if details is None or "mix" not in own.parts:
            return columns, frame
        more, told = details.table(TOLD)
        told = told.filter(event=self.kind) if self.kind else told
        if told.height != frame.height:  # one of them was asked of other files
            return columns, frame
        telling = [column for column in more if column.name in frame.columns or told[column.name].count()]
        return telling, told

    # -- the cursor -------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Enter on an event: its whole text."""
        self.action_cell()

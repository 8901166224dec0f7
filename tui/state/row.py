"""A row of an answer: what the lower panes follow, and where enter leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from queries.answering.result import Result
    from tui.state.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Row:
    """A row of an answer that a cursor is on. Each time a cursor rests there is a new one.

    Attributes:
        answer: The answer it is a row of.
        values: Its values by column name; None where what the cursor is on stands for nothing in the answer.
        part: The further table that is shown in the answer's place.
        trail: Where one is: the group and the question.
    """

    answer: Result
    values: dict[str, Any] | None
    part: str | None = None
    trail: str = ""

    @property
    def leads_on(self) -> bool:
        """Whether customers stand behind it."""
        return self.values is not None and self.answer.metric.drill is not None

    def name(self, workspace: Workspace) -> str:
        """What it is called, as it may be seen."""
        from tui.charts.names import row_name

        return row_name(self.answer, workspace.seen_row(self.answer, self.values))

    def trail_to(self, workspace: Workspace) -> str:
        """Where one is, with the row."""
        return f"{self.trail} › {self.name(workspace)}"

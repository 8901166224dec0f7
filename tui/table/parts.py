"""A pane with the table of an answer: its further tables are seen one after the other in the place of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.wording import say
from tui.table.pane import TablePane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.answering.result import Result
    from tui.state.workspace import Workspace


class PartedPane(TablePane):
    """A table of an answer that may have further tables.

    Attributes:
        part: The further table that is shown; None is the answer itself.
    """

    def __init__(self, workspace: Workspace, heading: str | None = None) -> None:
        super().__init__(workspace, heading)
        self.part: str | None = None

    def parts(self) -> Sequence[str]:
        """The further tables there are."""
        result = self.answered()
        return () if result is None else list(result.parts)

    def part_of(self, result: Result) -> str | None:  # noqa: ARG002 - an answer among several says which
        """The name of the further table that is shown, in the answer it belongs to."""
        return self.part

    def show_part(self) -> None:
        """Show the table that `part` names."""

    def next_part(self) -> None:
        """The next table of the answer; after the last the answer itself again."""
        parts = self.parts()
        if not parts:
            self.tell(say("This answer has one table only."))
            return
        names = [None, *parts]
        self.go_to_part(names[(names.index(self.part) + 1) % len(names)])

    def go_to_part(self, name: str | None) -> None:
        """A further table of the answer by name; no name is the answer itself."""
        self.part = name if name in self.parts() else None
        self.show_part()

    def leave_part(self) -> bool:
        """Back to the answer from its further table; whether one was shown."""
        if self.part is None:
            return False
        self.go_to_part(None)
        return True

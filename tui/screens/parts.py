"""The further tables of an answer, seen one after the other in the place of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.formats.cells import words
from tui.screens.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence


class Parted(Page):
    """A page whose answer may have further tables."""

    def parts(self) -> Sequence[str]:
        """The further tables there are."""
        result = self.answered()
        return () if result is None else list(result.parts)

    def show_part(self) -> None:
        """Show the table that `part` names."""

    def action_next_part(self) -> None:
        """The next table of the answer; after the last the answer itself again."""
        parts = self.parts()
        if not parts:
            self.tell("This answer has one table only.")
            return
        every = [None, *parts]
        self.action_part(every[(every.index(self.part) + 1) % len(every)] or "")

    def action_part(self, name: str) -> None:
        """A further table of the answer by name; no name is the answer itself."""
        self.part = name if name in self.parts() else None
        self.show_part()

    def action_escape(self) -> None:
        """What always comes first; then back from a further table; then back from the page."""
        if self.maximized is None and not self.query("#search") and self.part is not None and not self.stop():
            self.action_part("")
        else:
            super().action_escape()

    def action_back(self) -> None:
        """Back to the answer from its further table, else back."""
        if self.part is not None:
            self.action_part("")
        else:
            super().action_back()

    def part_words(self) -> str:
        """The further table that is shown, as titles say it."""
        return f" › {words(self.part)}" if self.part else ""

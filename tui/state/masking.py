"""Personal data on every screen: masked until the user asks to see them, and masked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from tui.state.opening import Start


class Masking(App[int]):
    """An application that shows answers as they may be seen.

    Attributes:
        start: What the command line asked for.
        masked: Whether personal data are masked, on every screen, in what is copied and exported from it.
    """

    start: Start
    masked: bool

    @property
    def runner(self) -> Runner | None:
        """Answers questions; none before a log is built."""
        return None

    def seen(self, result: Result) -> Result:
        """An answer as it may be seen, tables and words; to be called where a long table may take its time."""
        from queries.answering.masked import masked_answer

        return masked_answer(result) if self.masked else result

    def seen_row(self, result: Result, row: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """A row of an answer as it may be seen."""
        from queries.privacy import mask_row

        if row is None:
            return None
        return mask_row(row, result.columns) if self.masked else dict(row)

    def seen_id(self, id: str) -> str:  # noqa: A002 - the word the files use
        """A customer's id as it may be seen."""
        from queries.privacy import mask

        kind = self.runner.log.personal.get("id") if self.runner and self.masked else None
        return str(mask(id, kind)) if self.masked else id

    def said(self, result: Result) -> Result:
        """An answer whose words and question may be seen; its tables are as they are."""
        from queries.answering.masked import masked_words

        return masked_words(result) if self.masked else result

    def command_options(self) -> list[str]:
        """The options that the command line repeating a screen has to name."""
        options = [word for word in self.start.command_options if word != "--unmask"]
        return options if self.masked else [*options, "--unmask"]

    def action_mask(self) -> None:
        """Show personal data as they are, or mask them again; nothing is asked anew."""
        from tui.table.pane import Tabled

        self.masked = not self.masked
        for screen in self.screen_stack:
            if isinstance(screen, Tabled):
                screen.show_masked()

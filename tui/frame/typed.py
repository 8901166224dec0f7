"""The line of a box that finds."""

from __future__ import annotations

from textual.message import Message

from tui.frame.field import Field


class Typed(Field):
    """The line that is typed into; while it is empty, keys that do nothing in it are for the hit under the cursor."""

    class Emptied(Message):
        """Something is deleted, and there is nothing."""

    class Left(Message):
        """The empty line was left to the right."""

    def action_delete_left(self) -> None:
        """Delete what is before the cursor."""
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.Emptied())

    def action_delete_right(self) -> None:
        """Delete what is behind the cursor."""
        if self.value:
            super().action_delete_right()
        else:
            self.post_message(self.Emptied())

    def action_cursor_right(self, select: bool = False) -> None:
        """To the right."""
        if self.value:
            super().action_cursor_right(select)
        else:
            self.post_message(self.Left())

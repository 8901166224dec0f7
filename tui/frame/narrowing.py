"""A line that narrows the list below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui.frame.field import Field

if TYPE_CHECKING:
    from textual import events


class Narrowing(Field):
    """The line that narrows the list; while it is empty some signs are keys."""

    KEYS = frozenset({"space", "less_than_sign", "greater_than_sign"})

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is typed."""
        return bool(self.value or key not in self.KEYS) and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if not self.value and event.key in self.KEYS:
            event.prevent_default()

    def action_cursor_right(self, select: bool = False) -> None:
        """To the right; at the end of the line on to a condition."""
        if self.cursor_at_end:
            self.post_message(self.Left())
        else:
            super().action_cursor_right(select)

    class Left(Message):
        """The line was left to the right."""

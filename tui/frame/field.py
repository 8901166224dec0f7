"""A line to type into."""

from __future__ import annotations

from textual.widgets import Input


class Field(Input):
    """A line to type into, with a cursor that does not blink."""

    def __init__(self, value: str = "", *, id: str, placeholder: str = "") -> None:  # noqa: A002 - Textual's word
        super().__init__(value, placeholder=placeholder, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

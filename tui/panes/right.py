"""The right side of the main screen: the answer above, what follows its rows below."""

from __future__ import annotations

from textual.containers import Vertical

LEAST = 8
"""An answer gets so many lines in any case."""


class Right(Vertical):
    """Shares its lines between the answer and the panes below it."""

    def __init__(self) -> None:
        super().__init__(id="right")
        self._rows = ""

    def share(self, needed: int, *, below: bool) -> None:
        """A short answer takes the lines it needs, a long one three fifths; what is below gets the rest.

        Args:
            needed: How many lines the whole answer takes.
            below: Whether there is anything to show below it.
        """
        short = 0 < needed < self.size.height * 3 // 5
        rows = f"{max(LEAST, needed)} 2fr" if short else "3fr 2fr"
        if not below:
            rows = "1fr 3"
        if self.size.height and rows != self._rows:
            self._rows = rows
            self.styles.grid_rows = rows

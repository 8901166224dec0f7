"""Finding text where the keys go: the line one types it into, and the lines that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from queries.wording import say
from tui.commands.listed import named
from tui.frame.field import Field
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen

    _Base = Widget
else:
    _Base = object

SEARCH = tuple(name for name in named("table") if name.partition(".")[0] == "search")
"""The commands of a search; what can be searched binds their keys."""


@dataclass(frozen=True)
class Hits:
    """The lines that hold a text.

    Attributes:
        text: What was searched for; empty where nothing was.
        rows: The lines, in order.
        what: What the lines are called.
    """

    text: str = ""
    rows: Sequence[int] = ()
    what: str = "lines"

    def first_from(self, row: int) -> int:
        """The first hit at or below a line, else the first of all."""
        return next((hit for hit in self.rows if hit >= row), self.rows[0])

    def next_from(self, row: int, step: int) -> int:
        """The next hit below a line (or above it), around the ends."""
        rows = self.rows if step > 0 else self.rows[::-1]
        beyond = (hit for hit in rows if (hit > row if step > 0 else hit < row))
        return next(beyond, rows[0])

    def words(self, row: int) -> str:
        """Which of the hits a line is."""
        if not self.text:
            return say("Nothing is being searched for; / does.")
        if not self.rows:
            return say("“{text}” is nowhere in these {what}.", text=self.text, what=self.what)
        place = self.rows.index(row) + 1 if row in self.rows else 0
        return say(
            "“{text}”: {place:,} of {rows:,} {what} (n, N)",
            text=self.text,
            place=place,
            rows=len(self.rows),
            what=self.what,
        )


class Searchable(_Base):
    """Beside a widget: `/` opens a line to type into, `n` and `N` go to the further hits."""

    hits = Hits()

    # -- what is searched -------------------------------------------------------------------------------------

    def texts(self) -> Sequence[str]:
        """The lines that can be found."""
        return ()

    @property
    def place(self) -> int:
        """The line one is on."""
        return 0

    def go_to(self, line: int) -> None:
        """To a line."""

    def hold(self, line: SearchLine) -> None:
        """Show the line to type into: below."""
        if isinstance(self.parent, Widget):
            self.parent.mount(line, after=self)

    # -- searching --------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Ask for a text to find."""
        if not self.screen.query(SearchLine):
            line = SearchLine(self)
            self.hold(line)
            line.focus()

    def search(self, text: str) -> None:
        """Find the lines that hold a text, without regard to case."""
        needle = text.casefold()
        self.found(Hits(text, [at for at, line in enumerate(self.texts()) if needle in line.casefold()]))

    def found(self, hits: Hits) -> None:
        """To the first hit at or after the line one is on."""
        self.hits = hits
        if hits.rows:
            self.go_to(hits.first_from(self.place))
        self._tell_hit()

    def action_search_next(self, step: int) -> None:
        """Go to another hit, around the ends."""
        if self.hits.rows:
            self.go_to(self.hits.next_from(self.place, step))
        self._tell_hit()

    def _tell_hit(self) -> None:
        self.notify(safe(self.hits.words(self.place)), markup=False, timeout=6)


class SearchLine(Field):
    """The line below what one searches; the keys go back to where they went before."""

    def __init__(self, searched: Searchable) -> None:
        super().__init__(id="search", placeholder=say("Search: text, then enter; esc leaves"))
        self._searched = searched
        self._before = searched.screen.focused

    async def action_submit(self) -> None:
        """Search; a dialog that the line is in hears nothing of enter."""
        self.leave()
        if text := self.value.strip():
            self._searched.search(text)

    def leave(self) -> None:
        """Take the line away."""
        if self.has_focus and self._before is not None and self._before.is_attached:
            self.screen.set_focus(self._before, scroll_visible=False)
        self.remove()


def leave_search(screen: Screen[Any]) -> bool:
    """Leave the line one searches with on a screen; whether it was there."""
    lines = screen.query(SearchLine)
    for line in lines:
        line.leave()
    return bool(lines)

"""One key after the other: each is handed on when all that the one before it led to has happened.

Textual forwards keys as fast as they come. Those behind a `:` in one burst would so reach what had the focus before the
palette, and act as commands there.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from textual import events

from tui.commands.listed import MOVING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen

    Typed = events.Key | events.Paste

ROUNDS = 3
"""So often a mark follows the way of a key: what a key does may send a message, and that another one."""
REPEATED = (0.01, 0.06)
"""So far apart, in seconds, a key that is held down comes again: no finger is so fast, and a macro is faster."""


class Keyboard:
    """Keeps keys and pasted text until it is their turn.

    Behind each key a mark goes its way, from the focus up to the application, through the same queues: when it comes
    back, everything before it is done. A screen that was opened takes the mark when it is mounted and has its focus.

    What a key that is held down has sent and nobody has come to yet is forgotten but for two: when it is let go,
    it stops.
    """

    def __init__(self, app: App[Any], hand_on: Callable[[Typed], Awaitable[None]]) -> None:
        """A keyboard of an application; `hand_on` gives a key to what has the focus."""
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Typed] = deque()
        self._followed = False

    @property
    def busy(self) -> bool:
        """Whether a key is still on its way."""
        return self._followed

    async def take(self, event: Typed) -> None:
        """Hand a key on now, or keep it until it is its turn."""
        self._waiting.append(event)
        await self._hand_on_waiting()

    async def _hand_on_waiting(self) -> None:
        while self._waiting and not self._followed:
            held = _held([*islice(self._waiting, 3)])
            event = self._waiting.popleft()
            if not held:
                await self._next(event)

    async def _next(self, event: Typed) -> None:
        """Hand one on; where it leads nowhere else the next may follow at once, and all are painted together."""
        screen = self._screen
        if screen is not None:
            leads_on = isinstance(event, events.Paste) or not _stays(screen, event)
            await self._hand_on(event)
            if leads_on:
                self._follow(ROUNDS)

    @property
    def _screen(self) -> Screen[Any] | None:
        """The screen on top; None when the application ends."""
        stack = self._app.screen_stack if self._app.is_running else ()
        return stack[-1] if stack else None

    def _follow(self, rounds: int) -> None:
        """Send a mark the way of the keys."""
        screen = self._screen
        self._followed = screen is not None
        if screen is not None:
            start = screen.focused or screen
            self._pass([*start.ancestors_with_self], partial(self._came_back, screen, rounds))

    def _pass(self, nodes: Sequence[MessagePump], then: Callable[[], Awaitable[None]]) -> Awaitable[None] | None:
        """Let the mark wait its turn in the next queue that is open; at the end of the way something follows."""
        for at, node in enumerate(nodes):
            if node.call_later(self._pass, nodes[at + 1 :], then):
                return None
        return then()

    async def _came_back(self, screen: Screen[Any], rounds: int) -> None:
        """A mark is back: send it again, or hand the next key on."""
        if screen is not self._screen:
            self._follow(ROUNDS)
        elif rounds > 1:
            self._follow(rounds - 1)
        else:
            self._followed = False
            await self._hand_on_waiting()


def _stays(screen: Screen[Any], event: events.Key) -> bool:
    """Whether a key does nothing but write into the field, or move the cursor, that has the focus.

    A cursor that is `at_edge` may hand the keys on to what is beyond.
    """
    if screen.focused is not None and screen.focused.check_consume_key(event.key, event.character):
        return True
    if getattr(screen.focused, "at_edge", False):
        return False
    active = screen.active_bindings.get(event.key)
    return active is not None and active.node is screen.focused and active.binding.action in MOVING


def _held(typed: Sequence[Typed]) -> bool:
    """Whether these are three of a key that is held down: two of a letter are in many words."""
    keys = [event for event in typed if isinstance(event, events.Key)]
    apart = [after.time - before.time for before, after in pairwise(keys)]
    alike = len(keys) == 3 and len({event.key for event in keys}) == 1
    return alike and all(REPEATED[0] <= seconds <= REPEATED[1] for seconds in apart)

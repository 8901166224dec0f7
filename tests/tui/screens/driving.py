"""The real application, driven: keys in, text out."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events

from tui.app import RegularsApp, Start
from tui.state.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

SNAPSHOTS = Path(__file__).parents[2] / "snapshots"


class Driven:
    """The application with a pilot: keys in, text out."""

    def __init__(self, app: RegularsApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def text(self) -> str:
        """What is on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def said(self) -> str:
        """What the toasts say."""
        return "\n".join(str(note.message) for note in self.app._notifications)

    async def press(self, *keys: str) -> None:
        """Press keys, and wait for what they start."""
        await self.pilot.press(*keys)
        await self.settle()

    async def hold(self, key: str, times: int) -> None:
        """Send a key again and again, as one that is held down comes in: nobody waits for what it starts."""
        driver = self.app._driver
        assert driver is not None
        for _ in range(times):
            driver.send_message(events.Key(key, None))
        await self.settle()

    async def type(self, text: str) -> None:
        """Put text into the field in focus, as a terminal pastes it."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def settle(self) -> None:
        """Wait until nothing runs and no cursor has yet to rest, twice in a row: a message may be on its way."""
        quiet = 0
        while quiet < 2:
            await self.pilot.pause(0.02)
            await self.until(lambda: not self.busy)
            await self.pilot.pause()
            quiet = 0 if self.busy else quiet + 1

    @property
    def busy(self) -> bool:
        """Whether something runs, or follows as soon as a cursor has rested."""
        from tui.table.widget import Table

        return bool(self.app.desk.running) or any(table._timer for table in self.app.screen.query(Table))

    async def until(self, condition: Callable[[], object], seconds: float = 20) -> None:
        """Wait for something."""
        for _ in range(int(seconds / 0.02)):
            if condition():
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"waited in vain for it on\n{self.text}")


def drive(
    start: Start,
    script: Callable[[Driven], Awaitable[None]],
    *,
    size: tuple[int, int] = (120, 40),
    memory: Path | None = None,
    wait: str = "answer",
) -> RegularsApp:
    """Run the application, wait for the first answer (or a text), and run a script on it.

    As in the real program logs are kept: beside the file, so that tests of the same file build one.
    """
    if start.paths:
        start = replace(start, options={"cache_folder": Path(start.paths[0]).parent / "cache"} | dict(start.options))

    async def run() -> RegularsApp:
        app = RegularsApp(start, memory=Memory(memory) if memory else None)
        async with app.run_test(size=size) as pilot:
            driven = Driven(app, pilot)
            if wait == "answer":
                await driven.until(lambda: (main := app.main()) is not None and main.shown is not None)
            else:
                await driven.until(lambda: wait in driven.text)
            await driven.settle()
            await script(driven)
        return app

    return asyncio.run(run())


def check_snapshot(name: str, text: str) -> None:
    """Compare with the stored text, or store it when REGULARS_UPDATE_SNAPSHOTS is set."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("REGULARS_UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", "utf-8")
    assert path.read_text("utf-8") == text + "\n"

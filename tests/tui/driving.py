"""The real application, driven: keys in, text out."""

from __future__ import annotations

import asyncio
import os
import unicodedata
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key

from queries.question.question import Question
from tui.app import RegularsApp, Start
from tui.frame.field import Field
from tui.panes.another import AnotherPane
from tui.panes.answer import AnswerPane
from tui.panes.preview import PreviewPane
from tui.state.hints import OPENINGS
from tui.state.kept import write_entries
from tui.state.memory import Memory
from tui.table.pane import TablePane

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.pilot import Pilot

    from queries.answering.result import Result
    from queries.question.scope import Scope
    from tui.frame.pane import Pane
    from tui.screens.main import MainScreen

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"

PaneKind = TypeVar("PaneKind", bound="Pane")


class Driven:
    """The application with a pilot: keys in, text out."""

    def __init__(self, app: RegularsApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    # -- what is seen -----------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What is on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen."""
        return self.text.splitlines()

    @property
    def scope_line(self) -> str:
        """The second line: which part of the data the answer is about."""
        return self.lines[1]

    @property
    def footer(self) -> str:
        """The last line."""
        return self.lines[-1]

    @property
    def said(self) -> str:
        """What the toasts say."""
        return "\n".join(str(note.message) for note in self.app._notifications)

    @property
    def told(self) -> str:
        """The sentence at the foot of a dialog: what is wrong with what was typed."""
        return str(self.app.screen.query_one("#said").render())

    def text_of(self, kind: type[Pane]) -> str:
        """What is in a pane of this screen, in one line of words."""
        region = self.one(kind).region
        rows = self.text.splitlines()[region.y : region.bottom]
        return " ".join(" ".join(row[region.x : region.right] for row in rows).split())

    def title_of(self, kind: type[Pane]) -> str:
        """The line above a pane of this screen: its name, and `▸` where the keys go there."""
        return self.one(kind).title.render().plain

    # -- who is asked -----------------------------------------------------------------------------------------

    @property
    def main(self) -> MainScreen:
        """The main screen, which may be below others."""
        main = self.app.main()
        assert main is not None
        return main

    @property
    def answer(self) -> Result:
        """The answer on the main screen."""
        assert self.main.answer is not None
        return self.main.answer

    def one(self, kind: type[PaneKind]) -> PaneKind:
        """The pane of a kind on this screen."""
        return self.app.screen.query_one(kind)

    @property
    def pane(self) -> TablePane:
        """The pane with the table that this screen is about."""
        return next(pane for pane in self.app.screen.query(TablePane) if pane.MAIN)

    def field(self, id: str) -> Field:  # noqa: A002 - Textual's word
        """A line to type into."""
        return self.app.screen.query_one(f"#{id}", Field)

    # -- what is done -----------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys, each when what the one before has started is done, and wait for cursors to rest."""
        for key in keys:
            self._send(typed(key))
            await self._heard()
            while self.working:
                await asyncio.sleep(0.01)
                await self._heard()
        await self.settle()

    async def hold(self, key: str, times: int) -> None:
        """Send a key again and again, as one that is held down comes in: nobody waits for what it starts."""
        for _ in range(times):
            self._send(events.Key(key, None))
        await self.settle()

    async def type(self, text: str) -> None:
        """Put text into the field in focus, as a terminal pastes it."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def choose(self, words: str) -> None:
        """Open the palette, type words, and take what is found first."""
        await self.press("colon")
        await self.type(words)
        await self.press("enter")
        await self.settle()

    async def ask(self, metric: str) -> None:
        """Ask a question from wherever one is."""
        self.app.ask(metric)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing runs and no cursor has yet to rest."""
        await self._heard()
        while self.busy:
            await asyncio.sleep(0.01)
            await self._heard()

    async def _heard(self) -> None:
        """Wait until every message was heard and every change is painted; what runs in threads may go on.

        The loop itself knows: nothing in it is ready. A pilot sends a message through every widget instead, and
        looks at the clock until the process is idle; on a screen of a hundred widgets that was most of the work.
        """
        loop: Any = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(0)
            screen, animator = self.app.screen, self.app.animator
            if loop._ready:
                continue
            if screen.is_running and (screen._update_timer._active.is_set() or screen._callbacks):
                screen._on_timer_update()
            elif animator._animations or animator._scheduled:
                await animator.wait_until_complete()
            else:
                return

    def _send(self, event: events.Key) -> None:
        """Send a key the way it comes from a terminal."""
        driver = self.app._driver
        assert driver is not None
        driver.send_message(event)

    @property
    def busy(self) -> bool:
        """Whether something runs, or follows as soon as a cursor has rested."""
        from tui.table.widget import Table

        screens = self.app.screen_stack
        tables = (table for screen in screens for table in screen.query(Table))
        resting = (
            pane._resting for screen in screens for kind in (AnotherPane, PreviewPane) for pane in screen.query(kind)
        )
        return self.working or any(table._timer for table in tables) or any(wait.waits for wait in resting)

    @property
    def working(self) -> bool:
        """Whether a job runs, one that was told to stop included, or a key is on its way."""
        return self.app.keyboard.busy or any(not worker.is_finished for worker in self.app.workers)

    async def until(self, condition: Callable[[], object], seconds: float = 60) -> None:
        """Wait for something; it is given a minute, since a loaded machine is slow and no reason to fail."""
        for _ in range(int(seconds / 0.02)):
            if condition():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"waited in vain for it on\n{self.text}")

    async def begin_anew(self, question: Question) -> None:
        """The main screen with a first answer, as if the program had just been started with that question."""
        while len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        main = self.main
        main.minimize()
        self.app.workspace.masked = True
        self.app.clear_notifications()
        self.app._clipboard = ""
        answer_pane = self.one(AnswerPane)
        answer_pane.part = None
        main.row = main.answer = None
        main.set_focus(main.query_one("#questions"))
        main.ask(question)
        await self.settle()


def typed(key: str) -> events.Key:
    """A key with the character it stands for, as a pilot sends it."""
    name = _character_to_key(key) if len(key) == 1 else key
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = name if len(name) == 1 else None
    return events.Key(name, character)


def drive(
    start: Start,
    script: Callable[[Driven], Awaitable[None]],
    *,
    size: tuple[int, int] = (120, 40),
    memory: Path | None = None,
    wait: str = "answer",
    newcomer: bool = False,
) -> RegularsApp:
    """Run the application, wait for the first answer (or a text), and run a script on it.

    Unless told, whoever uses it is no `newcomer`: the keys are known.

    As in the real program logs are kept: beside the file, so that tests of the same file build one.
    """

    async def run() -> RegularsApp:
        app = RegularsApp(_cached(start), memory=Memory(memory) if memory else None)
        if not newcomer:
            knows_the_keys(app)
        async with app.run_test(size=size) as pilot:
            driven = Driven(app, pilot)
            try:
                await _opened(driven, wait)
                await script(driven)
            finally:
                app.desk.stop_all()
        return app

    return asyncio.run(run())


def knows_the_keys(app: RegularsApp) -> None:
    """Let the application be one that was opened often enough before."""
    write_entries(app.workspace.hints.path, [{"openings": OPENINGS + 1}])


class Kept:
    """One application for many tests that only read: each begins with a first answer."""

    def __init__(self, start: Start, size: tuple[int, int]) -> None:
        self._loop = asyncio.new_event_loop()
        self._scripts: asyncio.Queue[tuple[Callable[[Driven], Awaitable[None]] | None, asyncio.Future[None]]]
        self._scripts = asyncio.Queue()
        app = RegularsApp(_cached(start))
        knows_the_keys(app)
        self._running = self._loop.create_task(self._serve(app, size))

    def __call__(
        self,
        script: Callable[[Driven], Awaitable[None]],
        metric: str = "overview",
        scope: Scope | None = None,
        **more: Any,
    ) -> None:
        """Run a script on the main screen with the answer to a question."""
        question = Question.of(metric, scope, **more)

        async def anew(app: Driven) -> None:
            await app.begin_anew(question)
            await script(app)

        self._do(anew)

    def end(self) -> None:
        """End the application."""
        self._do(None)
        self._loop.run_until_complete(self._running)
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def _do(self, script: Callable[[Driven], Awaitable[None]] | None) -> None:
        done = self._loop.create_future()
        self._scripts.put_nowait((script, done))
        both = asyncio.wait([done, self._running], return_when=asyncio.FIRST_COMPLETED)
        self._loop.run_until_complete(both)
        if done.done():
            done.result()
        else:
            self._running.result()

    async def _serve(self, app: RegularsApp, size: tuple[int, int]) -> None:
        """Run the application in one task, and every script inside it, as in a run of its own."""
        async with app.run_test(size=size) as pilot:
            driven = Driven(app, pilot)
            await _opened(driven, "answer")
            while True:
                script, done = await self._scripts.get()
                try:
                    if script is not None:
                        await script(driven)
                    done.set_result(None)
                except BaseException as error:  # noqa: BLE001 - told where the test waits for it
                    done.set_exception(error)
                if script is None:
                    app.desk.stop_all()
                    return


@contextmanager
def kept(start: Start, size: tuple[int, int] = (120, 40)) -> Iterator[Kept]:
    """The application, driven by many scripts one after the other."""
    running = Kept(start, size)
    try:
        yield running
    finally:
        running.end()


def _cached(start: Start) -> Start:
    if not start.paths:
        return start
    return replace(start, options={"cache_folder": Path(start.paths[0]).parent / "cache"} | dict(start.options))


async def _opened(driven: Driven, wait: str) -> None:
    """Wait for the first answer, or for a text."""
    if wait == "answer":
        await driven.until(lambda: (main := driven.app.main()) is not None and main.answer is not None)
    else:
        await driven.until(lambda: wait in driven.text)
    await driven.settle()


def check_snapshot(name: str, text: str) -> None:
    """Compare with the stored text, or store it when REGULARS_UPDATE_SNAPSHOTS is set."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("REGULARS_UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", "utf-8")
    assert path.read_text("utf-8") == text + "\n"

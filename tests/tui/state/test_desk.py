"""Jobs: one an asker and kind, stopped by whoever asked, and what went wrong as a sentence."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message
from textual.widgets import Static

from queries.errors import QuestionError
from tui.state.desk import Desk, Failed, Stopped

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from queries.cancel import Token


class Done(Message):
    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class Asker(Static):
    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.heard: list[str] = []

    def on_done(self, message: Done) -> None:
        self.heard.append(message.words)

    def on_failed(self, message: Failed) -> None:
        self.heard.append(f"failed {message.kind}: {message.error}")

    def on_stopped(self, message: Stopped) -> None:
        self.heard.append(f"stopped {message.kind}")


def with_askers(script: Callable[[Desk, Asker, Asker, Pilot[None]], Awaitable[None]]) -> None:
    class Two(App[None]):
        def compose(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            yield Asker("one")
            yield Asker("two")

    async def run() -> None:
        app = Two()
        async with app.run_test() as pilot:
            await script(Desk(app), app.query_one("#one", Asker), app.query_one("#two", Asker), pilot)

    asyncio.run(run())


async def heard(asker: Asker, pilot: Pilot[None]) -> list[str]:
    """What an asker hears next."""
    for _ in range(3000):
        if asker.heard:
            return asker.heard
        await pilot.pause(0.02)
    raise AssertionError("nothing was heard")


def waiting(words: str, gate: threading.Event) -> Callable[[Token], Message]:
    def job(token: Token) -> Message:
        gate.wait(60)
        token.check()
        return Done(words)

    return job


def test_a_newer_job_of_the_same_asker_and_kind_replaces_the_older() -> None:
    async def script(desk: Desk, one: Asker, two: Asker, pilot: Pilot[None]) -> None:
        gate = threading.Event()
        first = desk.start(one, waiting("first", gate))
        desk.start(one, waiting("second", gate))
        desk.start(one, waiting("other kind", gate), "sort")
        desk.start(two, waiting("other asker", gate))
        assert first.cancelled
        gate.set()
        await heard(two, pilot)
        while len(one.heard) < 2:
            await pilot.pause(0.02)
        assert sorted(one.heard) == ["other kind", "second"]
        assert two.heard == ["other asker"]
        assert desk.running == {}

    with_askers(script)


def test_an_asker_stops_its_own_jobs_only() -> None:
    async def script(desk: Desk, one: Asker, two: Asker, pilot: Pilot[None]) -> None:
        gate = threading.Event()
        for kind in ("", "sort"):
            desk.start(one, waiting(kind, gate), kind)
        desk.start(two, waiting("goes on", gate))
        assert desk.stop(one, "sort")
        assert not desk.stop(one, "sort")
        assert desk.runs(one)
        assert desk.stop(one)
        assert not desk.runs(one)
        assert desk.runs(two)
        gate.set()
        assert await heard(two, pilot) == ["goes on"]
        assert one.heard == []

    with_askers(script)


def test_what_goes_wrong_is_a_sentence_with_its_kind() -> None:
    async def script(desk: Desk, one: Asker, two: Asker, pilot: Pilot[None]) -> None:
        def refused(_token: Token) -> Message:
            raise QuestionError("These data cannot say.", "Ask others.")

        def broken(_token: Token) -> Message:
            raise ZeroDivisionError

        desk.start(one, refused, "sort")
        assert await heard(one, pilot) == ["failed sort: These data cannot say. Ask others."]
        desk.start(two, broken)
        assert "nobody foresaw (ZeroDivisionError)" in (await heard(two, pilot))[0]

    with_askers(script)

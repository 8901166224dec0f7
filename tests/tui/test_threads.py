"""Nothing is worked out on the screen's thread: every plan and every query of the files is another thread's work."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from driving import Driven, drive

from tui.app import Start
from tui.panes.answer import AnswerPane

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
WORK = ("collect", "collect_schema", "collect_async", "collect_batches", "sink_parquet", "fetch", "describe", "profile")
"""What works a plan out, or has it resolved down to what it reads."""


class Watch:
    """Notes on which thread plans are worked out and files are queried, and who asked for it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.screen = threading.current_thread()
        self.on_screen: list[str] = []
        self.elsewhere = 0
        for name in WORK:
            if hasattr(pl.LazyFrame, name):
                patch.setattr(pl.LazyFrame, name, self._noted(getattr(pl.LazyFrame, name)))
        patch.setattr(pl, "collect_all", self._noted(pl.collect_all))
        patch.setattr(duckdb, "connect", self._noted(duckdb.connect))

    def _noted(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **kwargs: Any) -> Any:
            caller = sys._getframe(1)
            path = Path(caller.f_code.co_filename)
            if path.is_relative_to(ROOT) and ".venv" not in path.parts:
                if threading.current_thread() is self.screen:
                    place = f"{path.relative_to(ROOT)}:{caller.f_lineno} {caller.f_code.co_qualname}"
                    self.on_screen.append(f"{place} ({_pressed(caller)})")
                else:
                    self.elsewhere += 1
            return work(*args, **kwargs)

        return noted


def _pressed(frame: Any) -> str:
    """The nearest function of the screens above a call."""
    while frame is not None and "/tui/" not in frame.f_code.co_filename.replace("/tests/tui/", "/"):
        frame = frame.f_back
    return "no screen" if frame is None else f"for {frame.f_code.co_qualname}"


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(monkeypatch)


async def questions(app: Driven) -> None:
    for metric in ("rfm", "retention", "clv", "cross", "quality", "customers", "frozen", "overview"):
        await app.ask(metric)
        await app.press("2", "down", "right")
        await app.press("v", "v")
    await app.press("left_square_bracket", "right_square_bracket", "minus", "plus", "F")


async def scopes(app: Driven) -> None:
    await app.ask("rfm")
    for line, words in (("segment", "rfm=loyal"), ("where", "orders>3"), ("events", "purchase"), ("since", "2024")):
        await app.choose("All parts of the scope")
        app.field(line).focus()
        await app.type(words)
        await app.press("enter")
    assert "rfm=loyal" in app.scope_line
    await app.choose("All parts of the scope")
    app.field("channels").focus()
    await app.type("nowhere")
    await app.press("enter", "escape", "F", "2", "down", "equals_sign", "left_square_bracket", "minus", "F")


async def comparisons(app: Driven) -> None:
    await app.ask("frequency")
    await app.press("left_square_bracket", "2", "c", "enter")
    assert "against the period before" in app.scope_line
    await app.press("c", "end", "enter", "down", "enter", "c", "home", "enter", "F")
    await app.press("c", "tab")
    await app.type("rfm=nonsense")
    await app.press("enter", "escape")


async def parameters(app: Driven) -> None:
    for metric in ("rfm", "retention", "cross", "profile"):
        await app.ask(metric)
        await app.press("2", "p", "down", "enter", "escape")


async def people_and_portraits(app: Driven) -> None:
    await app.ask("rfm")
    await app.press("2", "down", "enter", "right", "s", "S", "enter", "J", "K", "t", "t", *["v"] * 5, "s")
    await app.press("space", "escape", "i", "escape", "m", "m", "tab", "tab", "q", "q", "q")
    assert app.main.is_current
    await app.press("w", "enter", "escape", "4", "down", "enter", "q")


async def tables(app: Driven) -> None:
    await app.ask("rfm")
    await app.press("2", "slash")
    await app.type("risk")
    await app.press("enter", "n", "N", "s", "s", "S", "x", "down", "space", "escape", "i", "escape", "y", "Y")
    await app.choose("copy table")
    assert app.app.clipboard.startswith("segment\t")
    await app.choose("copy command line")
    await app.press("m", "m", "question_mark", "escape", "z", "z", "1", "2", "3", "4")


async def exports(app: Driven) -> None:
    await app.press("e")
    app.field("path").value = str(Path(app.app.workspace.paths[0]).parent / "threads.parquet")
    await app.press("enter", "enter", "escape")


async def mapping_and_files(app: Driven) -> None:
    await app.choose("the tables of the file as they are")
    await app.press("enter", "right", "s", "slash")
    await app.type("a")
    await app.press("enter", "escape", "escape")
    await app.choose("what was decided about the data")
    await app.press("down", "enter", "escape", "x", "x", "s", "slash")
    await app.type("orders")
    await app.press("enter", "o")
    await app.press("r")
    assert app.one(AnswerPane).frame is not None


SCRIPTS = (questions, scopes, comparisons, parameters, people_and_portraits, tables, exports, mapping_and_files)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.__name__)
def test_nothing_is_worked_out_on_the_screens_thread(shop: Path, watch: Watch, script: Any) -> None:
    drive(Start(paths=(str(shop),), demo=True), script)
    assert watch.elsewhere
    assert watch.on_screen == []


def test_the_watch_sees_what_is_worked_out_on_the_screens_thread(
    shop: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planted(pane: AnswerPane) -> None:
        runner = pane.workspace.runner
        assert runner is not None
        runner.log.events.select(pl.len()).collect()

    async def script(app: Driven) -> None:
        monkeypatch.setattr(AnswerPane, "rested", planted)
        await app.press("2", "down")

    drive(Start(paths=(str(shop),), demo=True), script)
    assert any("test_threads.py" in place and "planted" in place for place in watch.on_screen)

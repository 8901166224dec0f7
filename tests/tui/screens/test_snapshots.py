"""The screens as text, in every language: a look that changes is seen in the diff."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from driving import Driven, check_snapshot, drive
from rich.cells import cell_len

from queries.wording import LANGUAGES, current, say, speak
from tui.app import Start
from tui.state.memory import Memory
from tui.state.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
DIALOGS = {"parameters": "p", "export": "e", "columns": "x", "details": "i"}
"""Scope and comparison list every segmentation: a new one is no other look."""


@pytest.fixture(params=LANGUAGES, autouse=True)
def _spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each look in each language."""
    speak(request.param)
    yield
    speak("en")


def check(app: Driven, name: str) -> None:
    """Compare the screen with the stored one; how long the answer took is left out."""
    name = name if current() == "en" else f"{name}_{current()}"
    text = re.sub(r" +(\S+ · )?\d+\.\d\d s$", r"  \1", app.text, flags=re.M)
    width, height = app.app.size
    assert {cell_len(line) for line in text.splitlines()} <= set(range(width + 1))
    check_snapshot(f"{name}_{width}x{height}", "\n".join(line.rstrip() for line in text.splitlines()))


def remembered(folder: Path) -> Path:
    """A memory of files: two that are there, of which one is empty, and one that is gone."""
    (folder / "data").mkdir()
    orders = folder / "data" / "orders.csv"
    orders.write_text("customer,time,amount\n" + "c1,2024-01-02 10:00:00,9.50\n" * 100)
    (folder / "data" / "empty.csv").touch()
    (folder / "data" / "cut.parquet").write_bytes(b"PAR1 and no more")
    memory = Memory(folder / "views.json")
    told = {"en": "Active up 38.0 % on 2024-11.", "zh_CN": "活跃较2024-11增长38.0%。"}[current()]
    memory.keep((str(folder / "data" / "gone.duckdb"),), View(), told)
    memory.keep((str(folder / "data" / "empty.csv"),), View())
    memory.keep((str(orders), str(folder / "data" / "empty.csv")), View())
    memory.keep((str(orders),), View("rfm"), told)
    return memory.path


async def with_few_questions(app: Driven, metric: str) -> None:
    """Three questions only: a new metric is no other look."""
    app.main.metrics = [known for known in app.app.workspace.metrics if known.id in ("overview", "frequency", "rfm")]
    await app.ask(metric)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_rfm_looks_the_same(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        await with_few_questions(app, "rfm")
        await app.press("2", "down", "down")
        check(app, "rfm")

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


@SIZES
def test_customers_portrait_and_dialogs_look_the_same(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        await with_few_questions(app, "rfm")
        await app.press("2", "down")
        for name, key in DIALOGS.items():
            await app.press(key)
            check(app, name)
            await app.press("escape")
        await app.press("enter")
        check(app, "people")
        await app.press("w")
        check(app, "freeze")
        await app.press("escape", "enter")
        check(app, "portrait")
        await app.press("tab", "tab", "tab")
        check(app, "portrait_habits")

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


@SIZES
def test_boxes_help_and_tables_look_the_same(shop: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        await with_few_questions(app, "rfm")
        await app.press("2", "down", "apostrophe")
        check(app, "jump")
        await app.press("escape", "colon")
        await app.type("c000028")
        await app.settle()
        check(app, "find")
        await app.press("escape", "escape", "f")
        await app.type("store")
        await app.settle()
        check(app, "scope_pick")
        await app.press("escape", "escape", "question_mark")
        check(app, "help")
        await app.press("escape", "ctrl+s")
        check(app, "save_view")
        await app.press("enter", "V")
        check(app, "views")
        await app.press("escape")
        app.app.action_tables()
        await app.settle()
        check(app, "tables")
        await app.press("q", "q")
        check(app, "leave")

    drive(Start(paths=(str(shop),), demo=True), script, size=size, memory=tmp_path / "views.json")


@SIZES
def test_the_mapping_looks_the_same(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        app.app.action_mapping()
        await app.settle()
        check(app, "mapping")
        await app.press("down", "enter")
        check(app, "mapping_choose")

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


@SIZES
def test_the_start_screen_looks_the_same(size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        check(app, "start")

    drive(Start(), script, size=size, wait=say("The demo: a shop whose truth is known")[:6])


@SIZES
def test_files_opened_lately_and_what_is_in_them_look_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    memory = remembered(tmp_path)

    async def script(app: Driven) -> None:
        check(app, "start_recent")
        await app.press("down")
        check(app, "start_empty_file")
        await app.press("tab")
        await app.type("~/data/")
        await app.settle()
        check(app, "start_path")
        await app.type("cu")
        await app.press("tab", "enter")
        await app.until(lambda: app.app.main() is not None)
        await app.settle()
        check(app, "could_not_open")

    drive(Start(), script, size=size, memory=memory, wait=say("The demo: a shop whose truth is known")[:6])


@SIZES
def test_the_keys_told_to_a_newcomer_look_the_same(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        await with_few_questions(app, "rfm")
        check(app, "newcomer")

    drive(Start(paths=(str(shop),), demo=True), script, size=size, newcomer=True)

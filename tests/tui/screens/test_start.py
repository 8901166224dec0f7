"""The start screen: what was opened lately, what is in it, other paths, and files that cannot be opened."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from queries import wording
from queries.question.question import Question
from queries.question.scope import Condition, Scope
from tui.app import Start
from tui.panes.another import AnotherPane
from tui.panes.answer import AnswerPane
from tui.panes.preview import PreviewPane
from tui.panes.recent import RecentPane
from tui.screens.main import MainScreen
from tui.screens.start import StartScreen
from tui.state.memory import Memory
from tui.state.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEMO = "The demo"
FINDING = "Active up 38.0 % on 2024-11."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the home folder with two exports."""
    monkeypatch.setenv("HOME", str(tmp_path))
    data = tmp_path / "data"
    data.mkdir()
    (data / "orders.csv").write_text("customer,time,amount\n" + "c1,2024-01-02 10:00:00,9.50\n" * 100)
    (data / "online.csv").write_text("who,at\n" + "c1,2024-01-02\n" * 7)
    return data


@pytest.fixture
def memory(folder: Path) -> Path:
    """The exports were opened lately, and one that is gone since."""
    remembered = Memory(folder.parent / "views.json")
    for name in ("gone.csv", "online.csv", "orders.csv"):
        remembered.keep((str(folder / name),), View(), FINDING if name == "orders.csv" else None)
    entries = json.loads(remembered.path.read_text())
    entries[1]["opened"] = (date.today() - timedelta(days=3)).isoformat()
    remembered.path.write_text(json.dumps(entries))
    return remembered.path


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    wording.speak("en")


def preview(app: Driven) -> str:
    """What is in the file, in one line of words."""
    return " ".join(app.text_of(PreviewPane).replace("│", "").split())


def test_a_file_has_its_size_day_folder_and_finding(memory: Path) -> None:
    async def script(app: Driven) -> None:
        rows = [line.partition("│")[0].split() for line in app.lines[2:6]]
        assert rows == [
            ["orders.csv", "2.8", "kB", "today", "~/data"],
            FINDING.split(),
            ["online.csv", "105", "bytes", "3", "days", "ago", "~/data"],
            ["gone.csv", "no", "longer", "there", "today", "~/data"],
        ]

    drive(Start(), script, memory=memory, wait="no longer there")


def test_a_finding_in_another_language_is_left_out(memory: Path) -> None:
    async def script(app: Driven) -> None:
        assert "今天" in app.text
        assert FINDING not in app.text

    wording.speak("zh_CN")
    drive(Start(), script, memory=memory, wait="已不存在")


def test_a_file_that_is_gone_is_told_when_it_is_chosen_and_then_forgotten(memory: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("down", "down", "enter")
        assert app.told == "~/data/gone.csv is no longer there; it was taken off the list."
        assert "gone.csv" not in app.text_of(RecentPane)
        assert ["gone.csv" in entry.paths[0] for entry in Memory(memory).recent()] == [False, False]

    drive(Start(), script, memory=memory, wait="no longer there")


@pytest.mark.parametrize("key", ["d", "delete"])
def test_a_file_is_forgotten(memory: Path, folder: Path, key: str) -> None:
    async def script(app: Driven) -> None:
        assert "d forget" in app.footer
        await app.press(key)
        assert "orders.csv" not in app.text_of(RecentPane)
        assert app.title_of(PreviewPane) == " What is in online.csv"
        await app.press("G")
        assert "forget" not in app.footer
        await app.press(key)
        assert "The demo is always there." in app.said

    drive(Start(), script, memory=memory, wait="no longer there")
    assert len(Memory(memory).recent()) == 2
    assert (folder / "orders.csv").exists()


def test_what_is_in_the_file_under_the_cursor_is_told(memory: Path) -> None:
    async def script(app: Driven) -> None:
        assert app.title_of(PreviewPane) == " What is in orders.csv"
        assert "CSV · 2.8 kB orders 100 rows 3 columns customer, time, amount" in preview(app)
        await app.press("down")
        assert "online 7 rows 2 columns" in preview(app)
        await app.press("down")
        assert "gone.csv is not in" in preview(app)
        await app.press("down")
        assert "A shop of 3,000 customers" in preview(app)

    drive(Start(), script, memory=memory, wait="no longer there")


@pytest.mark.parametrize("size", [(39, 30), (80, 11)])
def test_a_window_without_room_says_what_it_needs(size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        assert app.text.split() == ["This", "needs", "40", "columns", "and", "12", "lines."]

    drive(Start(), script, size=size, wait="This needs")


def test_a_cursor_that_goes_on_looks_into_nothing(memory: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[str, ...]] = []
    look = PreviewPane._look

    def noted(pane: PreviewPane, paths: tuple[str, ...], typed: bool) -> None:
        looked.append(paths)
        look(pane, paths, typed)

    async def script(app: Driven) -> None:
        looked.clear()
        for name in ("online.csv", "gone.csv", "online.csv"):  # at once: no key rests
            app.one(PreviewPane).look((str(folder / name),))
        await app.settle()
        assert looked == [(str(folder / "online.csv"),)]
        assert "7 rows" in preview(app)

    monkeypatch.setattr(PreviewPane, "_look", noted)
    drive(Start(), script, memory=memory, wait="no longer there")


def test_a_path_is_listed_completed_and_looked_into_as_one_types(folder: Path) -> None:
    (folder / "other.d").mkdir()

    async def script(app: Driven) -> None:
        await app.press("tab")
        await app.type("~/data/o")
        await app.settle()
        assert app.told == "online.csv  orders.csv  other.d/"
        assert preview(app) == "What is in it"
        await app.type("r")
        await app.settle()
        assert app.told == "orders.csv"
        await app.press("tab")
        assert app.field("path").value == "~/data/orders.csv"
        assert "100 rows" in preview(app)
        assert app.footer == " enter opens · tab completes · esc back to the list"
        await app.press("escape")
        assert app.title_of(RecentPane).startswith("▸")
        assert app.title_of(AnotherPane).startswith(" ")
        assert "enter open" in app.footer

    drive(Start(), script, wait=DEMO)


def test_a_file_that_cannot_be_opened_leaves_the_keys_to_others(memory: Path, folder: Path) -> None:
    async def script(app: Driven) -> None:
        (folder / "orders.csv").write_bytes(b"\x00\x01\x02" * 100)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, MainScreen))
        await app.settle()
        told = app.text_of(AnswerPane)
        assert told.startswith("orders.csv is not a table that can be read.")
        assert told.endswith("r tries again O opens another file q quits")
        assert app.app.failure is None
        (folder / "orders.csv").write_text("customer,time,amount\n" + "c1,2024-01-02 10:00:00,9.50\n" * 100)
        await app.press("r")
        await app.until(lambda: app.app.workspace.session is not None)
        await app.settle()
        assert "cannot be read" not in app.text

    drive(Start(), script, memory=memory, wait="no longer there")


def test_another_file_is_opened_in_place_of_the_one_that_is(shop: Path, memory: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("O")
        assert isinstance(app.app.screen, StartScreen)
        await app.press("q")
        assert app.app.screen is app.main
        await app.press("O", "escape")
        assert app.app.screen is app.main
        before = app.main
        await app.press("O", "tab")
        await app.type(str(shop))
        await app.press("enter")
        await app.until(lambda: app.main is not before and app.main.answer is not None)
        await app.settle()
        assert len(app.app.screen_stack) == 2

    drive(Start(paths=(str(shop),)), script, memory=memory)


def test_what_the_overview_found_of_all_of_the_data_is_remembered(shop: Path, tmp_path: Path) -> None:
    memory = tmp_path / "views.json"

    async def script(app: Driven) -> None:
        found = app.answer.findings[0]
        assert [recent.finding for recent in Memory(memory).recent()] == [found]
        await app.ask("rfm")
        app.main.ask(Question.of("overview", Scope(where=(Condition.parse("city=Berlin"),))))
        await app.settle()
        assert app.answer.findings[0] != found
        assert [recent.finding for recent in Memory(memory).recent()] == [found]
        assert memory.stat().st_mode & 0o077 == 0

    drive(Start(paths=(str(shop),)), script, memory=memory)


def test_a_finding_that_names_somebody_is_not_remembered(shop: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    memory = tmp_path / "views.json"

    async def script(app: Driven) -> None:
        named = replace(app.answer, findings=("ann@example.com buys most.", "Active up."))
        app.app.workspace.masked = False
        app.app.workspace.keep_answer(named)
        assert [recent.finding for recent in Memory(memory).recent()] == ["Active up."]
        app.app.workspace.keep_answer(replace(named, findings=named.findings[:1]))
        assert [recent.finding for recent in Memory(memory).recent()] == [""]

    drive(Start(paths=(str(shop),)), script, memory=memory)

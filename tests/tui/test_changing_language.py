"""`L` speaks the other language, wherever one is: the same question is asked again, on a screen made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from queries import wording
from tests.pseudo import spoken, unsaid, words_of
from tui.app import Start
from tui.panes.mapping import MappingPane
from tui.screens.main import MainScreen
from tui.screens.mapping import MappingScreen
from tui.screens.portrait import PortraitScreen
from tui.screens.start import StartScreen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with spoken(monkeypatch):
        wording.speak("en")
        yield


def test_the_question_stays_with_its_scope(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.ask("frequency")
        await app.press("2", "minus")
        asked = app.main.asked
        english = app.text
        assert "Frequency" in english
        await app.press("L")
        assert app.main.asked == app.answer.question == asked
        assert "Ｆｒｅｑｕｅｎｃｙ" in app.text
        assert "Frequency" not in app.text
        assert "Ｑｕｅｓｔｉｏｎｓ" in app.text
        await app.press("2", "L")
        assert wording.current() == "en"
        assert app.main.asked == asked
        assert app.lines[2:] == english.splitlines()[2:]
        await app.choose("中文")
        assert wording.current() == "zh_CN"
        assert "Ｆｒｅｑｕｅｎｃｙ" in app.text

    drive(Start(paths=(str(shop),), demo=True), script)


def test_what_the_data_mean_is_found_out_anew(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("L")
        app.app.action_mapping()
        await app.settle()
        frame = app.one(MappingPane).frame
        assert frame is not None
        assert frame.data.height > 20
        told = "\n".join(map("\n".join, frame.data.select("what", "holds", "why").rows()))
        assert unsaid(told, words_of(shop, "page view", "social mention", "store visit")) == []

    drive(Start(paths=(str(shop),), demo=True), script)


def test_what_has_to_be_said_about_the_data_is_asked_again(tmp_path: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("L")
        assert isinstance(app.app.screen, MappingScreen)
        assert app.app.workspace.runner is None

    path = tmp_path / "orders.csv"
    lines = [f"k{n % 7},{n % 12 + 1:02}/{n % 12 + 1:02}/2024,{100 + n}.00" for n in range(60)]
    path.write_text("\n".join(["buyer,day,total", *lines]) + "\n", "utf-8")
    drive(Start(paths=(str(path),), demo=True), script, wait="to be confirmed")


def test_nothing_piles_up(shop: Path) -> None:
    async def script(app: Driven) -> None:
        for _ in range(4):
            await app.press("L")
        assert len([screen for screen in app.app.screen_stack if isinstance(screen, MainScreen)]) == 1
        await app.press("q")
        assert "Leave regulars?" in app.text

    drive(Start(paths=(str(shop),), demo=True), script)


def test_from_a_portrait_it_goes_back_to_the_question(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "enter", "enter")
        assert isinstance(app.app.screen, PortraitScreen)
        await app.press("L")
        assert app.app.screen is app.main
        assert "Ｑｕｅｓｔｉｏｎｓ" in app.text
        assert app.answer.question.metric == "rfm"

    drive(Start(paths=(str(shop),), demo=True, metric="rfm"), script)


def test_the_start_screen_is_made_anew() -> None:
    async def script(app: Driven) -> None:
        await app.press("L")
        assert isinstance(app.app.screen, StartScreen)
        assert "ｄｅｍｏ" in app.text
        assert "demo" not in app.text
        await app.press("L")
        assert "The demo" in app.text

    drive(Start(), script, wait="The demo")

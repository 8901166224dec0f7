"""Whatever a person reads is said: in a language of wide letters no screen holds an English word but data and ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from driving import Driven, drive

from tests.pseudo import spoken, unsaid, words_of
from tui.app import Start
from tui.dialogs.dialog import Dialog
from tui.dialogs.find import Find
from tui.panes.mapping import MappingPane

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

KINDS = ("page view", "social mention", "store visit")
"""Kinds of event as the names of tables say them."""
GRAINS = ("day", "week", "month", "quarter", "year")
"""As they are typed."""
DRAWN = re.compile(r"[\u2500-\u259f]")
CUT = re.compile(r"\w+(?=[\u2500-\u259f ]{0,2}$)", re.MULTILINE)
"""A word that touches the edge: the rest of it may be beyond."""


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with spoken(monkeypatch):
        yield


class Sweep:
    """Looks at the screen again and again, and keeps what is not said: name of the screen, words, line."""

    def __init__(self, app: Driven, data: frozenset[str]) -> None:
        self.app, self._data, self.left = app, data, set[str]()

    def look(self, name: str) -> None:
        """Read the screen, of a dialog its box alone, and the toasts."""
        screen = self.app.app.screen
        part = screen.query_one("#box") if isinstance(screen, Dialog) else screen
        x, y, right, bottom = part.region.corners
        strips = [strip.crop(x, right) for strip in screen._compositor.render_strips()[y:bottom]]
        text = "\n".join("".join(segment.text for segment in strip) for strip in strips)
        assert re.search("[ａ-ｚ]", text), name
        self.read(name, DRAWN.sub(" ", f"{CUT.sub('', text)}\n{self.app.said}"))
        self.app.app.clear_notifications()

    def read(self, name: str, text: str) -> None:
        """Read a text, such as there is no room for on the screen."""
        self.left |= {f"{name}: {line}" for line in unsaid(text, self._data)}

    async def press(self, *keys: str) -> None:
        """Press keys and look."""
        await self.app.press(*keys)
        self.look(" ".join(keys))

    async def open(self, *keys: str) -> None:
        """Press keys, look, and leave what they opened."""
        await self.press(*keys)
        if isinstance(box := self.app.app.screen, Find):
            self.read(" ".join(keys), "\n".join(f"{hit.name}\n{hit.meaning}" for hit in box._hits))
        await self.app.press("escape")


def swept(start: Start, shop: Path, script: Callable[[Sweep], Awaitable[None]], **more: Any) -> None:
    """Run a script of looks, and tell what they found."""
    left: set[str] = set()

    async def sweeping(app: Driven) -> None:
        sweep = Sweep(app, words_of(shop, *KINDS, *GRAINS))
        await script(sweep)
        left.update(sweep.left)

    drive(start, sweeping, **more)
    assert not left, "\n".join(sorted(left))


def test_questions_and_what_opens_above_them(shop: Path) -> None:
    async def script(sweep: Sweep) -> None:
        sweep.look("retention")
        await sweep.app.ask("rfm")
        await sweep.app.press("2", "down")
        await sweep.press("equals_sign")
        for keys in ("p", "e", "x", "i", "w", "c", "f", "ctrl+s", "colon", "apostrophe", "question_mark", "ctrl+c"):
            await sweep.open(keys)
        sweep.app.main.action_choose("scope")
        await sweep.app.settle()
        sweep.look("the form of the scope")

    swept(Start(paths=(str(shop),), demo=True, metric="retention"), shop, script)


def test_customers_and_what_the_data_mean(shop: Path) -> None:
    async def script(sweep: Sweep) -> None:
        await sweep.app.press("2", "down")
        await sweep.press("enter")
        await sweep.press("enter")
        for _ in range(4):
            await sweep.app.press("tab")
            await sweep.open("i")
        await sweep.app.press("escape", "escape")
        sweep.app.app.action_mapping()
        await sweep.app.settle()
        sweep.look("mapping")
        frame = sweep.app.one(MappingPane).frame
        assert frame is not None
        sweep.read("mapping", "\n".join(map("\n".join, frame.data.select("what", "holds", "why").rows())))
        await sweep.open("enter")
        await sweep.app.press("G")
        await sweep.open("enter")
        await sweep.app.press("escape")
        sweep.app.app.action_tables()
        await sweep.app.settle()
        sweep.look("tables")

    swept(Start(paths=(str(shop),), demo=True, metric="rfm"), shop, script)


def test_the_start_screen(shop: Path) -> None:
    async def script(sweep: Sweep) -> None:
        sweep.look("start")
        await sweep.app.press("tab", "x")
        await sweep.press("enter")
        await sweep.press("escape", "escape")

    swept(Start(), shop, script, wait="ｄｅｍｏ")

"""A fifth pane is one file, one `yield` and one block of style: number, key, footer, help and zoom are then there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive
from textual.reactive import var
from textual.widgets import Static

from tui.app import Start
from tui.frame.pane import Pane
from tui.panes.panes import Panes
from tui.panes.questions import QuestionsPane
from tui.panes.right import Right
from tui.screens.main import MainScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from textual.widget import Widget

    from queries.answering.result import Result


class Pages(Static, can_focus=True):
    """Something that takes the keys."""


class NotesPane(Pane):
    """Every note of the answer."""

    NAME, HEADING, HELP = "notes", "Notes", "To the notes of the answer."
    PLACES = ("questions", "page")
    DOES = ("question.open",)
    GIVES_WAY = True

    answer: var[Result | None] = var(None, init=False)

    def content(self) -> Iterable[Widget]:
        self._pages = Pages(markup=False)
        yield self._pages

    def watch_answer(self, answer: Result | None) -> None:
        if answer is not None:
            self._pages.update("\n".join(answer.notes))


STYLE = """
#right { grid-size: 2 3; grid-rows: 2fr 1fr 1fr; }
#notes-pane { column-span: 2; }
"""


def panes_of(app: Driven) -> list[type[Pane]]:
    return [type(pane) for pane in app.app.screen.query_one(Panes).all]


@pytest.fixture
def _fifth(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    async def mounted(screen: MainScreen) -> None:
        pane = NotesPane(screen.workspace)
        pane.set_reactive(NotesPane.answer, screen.answer)
        await screen.query_one(Right).mount(pane)
        screen.watch(screen, "answer", lambda answer: setattr(pane, "answer", answer), init=True)

    monkeypatch.setattr(MainScreen, "on_mount", mounted, raising=False)
    monkeypatch.setattr(MainScreen, "CSS", STYLE)
    return


@pytest.mark.usefixtures("_fifth")
def test_a_fifth_pane_gets_number_key_footer_help_and_zoom(shop: Path) -> None:
    async def script(app: Driven) -> None:
        assert panes_of(app)[-1] is NotesPane
        assert app.answer.notes
        assert app.answer.notes[0].split(",")[0] in app.text_of(NotesPane)
        await app.press("5")
        assert app.title_of(NotesPane).startswith("▸Notes")
        assert app.footer.startswith(" enter ask  f scope")
        await app.press("question_mark")
        words = str(app.app.screen.query_one(Static).render())
        assert "In the list of questions" in words
        assert words.index("4                  To the customers behind the row.") < words.index(
            "5                  To the notes of the answer."
        )
        await app.press("escape", "z")
        assert "▸Notes" in app.lines[0]
        assert "Questions" not in app.text
        await app.press("z", "tab")
        assert app.title_of(QuestionsPane).startswith("▸Questions")
        await app.press("shift+tab")
        assert app.title_of(NotesPane).startswith("▸Notes")

    drive(Start(paths=(str(shop),), demo=True), script)


@pytest.mark.usefixtures("_fifth")
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
def test_a_fifth_pane_takes_the_place_of_another_where_there_is_no_room(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        assert "Notes" not in app.text
        await app.press("5")
        assert "▸Notes" in app.text
        assert "Trend of" not in app.text
        await app.press("3")
        assert "Trend of" in app.text
        assert "Notes" not in app.text

    drive(Start(paths=(str(shop),), demo=True, metric="rfm"), script, size=size)

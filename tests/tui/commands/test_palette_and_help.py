"""The palette and help: every command and question, as far as they apply where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driving import Driven, drive

from tui.app import Start
from tui.commands.help import help_words
from tui.commands.listed import COMMANDS
from tui.finding.everything import Ways, everything
from tui.panes.answer import AnswerPane

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept


def offered(app: Driven) -> list[str]:
    """What the palette names on this screen."""
    to = app.app
    sources = everything(to, to.workspace, Ways(to.ask, to.open_view, to.change_scope, to.explain, to.open_files, None))
    return [hit.name for source in sources for hit in source.hits("")]


def test_help_lists_every_command(on_screen: Kept) -> None:
    words = help_words(("table",), {}, None).plain
    assert all(entry.help in words for entry in COMMANDS)

    async def script(app: Driven) -> None:
        await app.press("2", "question_mark")
        assert "In a table" in app.text
        await app.press("escape")
        await app.press("1", "f1")
        assert "In the list of questions" in app.text

    on_screen(script)


def test_the_palette_asks_questions(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("segments: rfm")
        assert "Segments › RFM" in app.title_of(AnswerPane)

    on_screen(script)


def test_the_palette_copies_the_command_line(on_screen: Kept, shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.choose("copy command line")
        assert app.app.clipboard == f"regulars run rfm {shop}"

    on_screen(script, "rfm")


def test_the_palette_offers_what_a_screen_does(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        everywhere = {"Theme", "Help (?, F1)", "Quit (ctrl+q)"}
        await app.press("1")
        main = offered(app)
        assert {"Search (/)", "Change the scope (f)", "Reload (r)", "Mapping (M)", "Copy table"} <= set(main)
        assert everywhere <= set(main)
        assert "Next customer (J)" not in main
        await app.press("2", "enter")
        people = offered(app)
        assert {"Search (/)", "Export (e)", "Save as a frozen segment (w)"} <= set(people)
        assert not {"Change the scope (f)", "Reload (r)", "Next table (v)"} & set(people)
        await app.press("enter")
        portrait = offered(app)
        assert {"Next customer (J)", "Kind of event (t)", "Next table (v)", "Sort (s)"} <= set(portrait)
        assert "Change the scope (f)" not in portrait

    on_screen(script, "rfm")


def test_on_the_start_screen_there_is_no_table_to_search() -> None:
    async def script(app: Driven) -> None:
        assert not {"Search (/)", "Export (e)"} & set(offered(app))
        assert "search" not in app.footer
        assert "help" in app.footer

    drive(Start(), script, wait="The demo")

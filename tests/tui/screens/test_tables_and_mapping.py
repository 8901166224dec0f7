"""The tables of the file as they are, and what means what: seen, corrected, settled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driving import Driven, drive

from tui.app import Start
from tui.panes.answer import AnswerPane
from tui.panes.mapping import MappingPane
from tui.panes.tables import TablesPane

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept


def test_tables_of_the_file_can_be_read(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        app.app.action_tables()
        await app.settle()
        assert "orders" in app.text_of(TablesPane)
        assert "page_views" in app.text_of(TablesPane)
        await app.press("enter")
        assert "Tables › " in app.title_of(TablesPane)
        assert app.title_of(TablesPane).endswith("rows")
        await app.press("escape", "escape")
        assert app.title_of(AnswerPane).startswith("▸Overview")

    on_screen(script)


def meanings(app: Driven, name: str) -> list[object]:
    """A column of the lines."""
    frame = app.one(MappingPane).frame
    assert frame is not None
    return frame.data[name].to_list()


def test_the_mapping_can_be_seen_and_corrected(shop: Path) -> None:
    async def script(app: Driven) -> None:
        app.app.action_mapping()
        await app.settle()
        assert re.search(r"orders: 9\d\d of 9\d\d rows", " ".join(app.text_of(MappingPane).split()))
        assert "orders customer" in meanings(app, "what")
        await app.press("enter")
        assert "enter takes it · esc leaves it as it was" in app.text
        await app.press("escape")
        table = str(meanings(app, "what")[0]).split()[0]
        of_table = [str(what).startswith(f"{table} ") for what in meanings(app, "what")]
        before = meanings(app, "")
        await app.press("x")
        assert all(sign == "–" for sign, its in zip(meanings(app, ""), of_table, strict=True) if its)
        await app.press("x")
        assert meanings(app, "") == before
        await app.press("o")
        await app.settle()
        assert app.title_of(AnswerPane).startswith("▸Overview")

    drive(Start(paths=(str(shop),), demo=True), script)


def test_an_unsure_guess_asks_first(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    lines = ["a,b,c", *(f"k{n % 7},0{n % 9 + 1}/0{n % 8 + 1}/2024,{n}" for n in range(60))]
    path.write_text("\n".join(lines), "utf-8")

    async def script(app: Driven) -> None:
        assert "What means what" in app.text
        await app.press("enter")
        assert "odd is taken in. Say which column is the customer and which the time (enter)." in app.said
        assert ("odd customer", "a") in zip(meanings(app, "what"), meanings(app, "holds"), strict=True)
        await app.press("down", "enter")
        assert "day, month, year" in app.text
        assert "/2024, " in app.text
        await app.press(*["down"] * 6, "enter")
        assert "60 of 60 rows" in app.text_of(MappingPane)

    drive(Start(paths=(str(path),), demo=True), script, wait="What means what")


def test_without_a_log_there_is_nothing_to_go_back_to(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("a,b,c\n" + "".join(f"k{n % 7},0{n % 9 + 1}/0{n % 8 + 1}/2024,{n}\n" for n in range(60)), "utf-8")

    async def script(app: Driven) -> None:
        await app.pilot.press("escape", "q")
        await app.until(lambda: app.app.return_code == 0)

    drive(Start(paths=(str(path),), demo=True), script, wait="What means what")

"""The main screen: what opens, what follows the cursor, going in and coming back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from driving import Driven, check_snapshot, drive

from tui.app import Start

if TYPE_CHECKING:
    from pathlib import Path


def start(shop: Path, **more: object) -> Start:
    return Start(paths=(str(shop),), demo=True, **more)  # type: ignore[arg-type]


def without_seconds(text: str) -> str:
    return re.sub(r"\d+\.\d\d s$", "", text, flags=re.M).replace("  \n", "\n")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_rfm_looks_the_same(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        # Three questions only: a new metric is no other look.
        few = [metric for metric in app.app.metrics if metric.id in ("overview", "frequency", "rfm")]
        app.app.main().learn(few)  # type: ignore[union-attr]
        app.app.ask("rfm")
        await app.settle()
        await app.press("2", "down", "down")
        lines = [line.rstrip() for line in without_seconds(app.text).splitlines()]
        check_snapshot(f"rfm_{size[0]}x{size[1]}", "\n".join(lines))

    drive(start(shop), script, size=size)


def test_the_overview_opens_with_its_findings(shop: Path) -> None:
    async def script(app: Driven) -> None:
        assert "Overview" in app.text
        assert "•" in app.text
        assert "300" in app.text.splitlines()[0]
        assert "Customers" in app.text

    drive(start(shop), script)


def test_lower_panes_follow_the_cursor_when_it_rests(shop: Path) -> None:
    async def script(app: Driven) -> None:
        app.app.ask("rfm")
        await app.settle()
        await app.press("2", "down")
        assert "Trend of loyal" in app.text
        assert "Customers · loyal" in app.text

    drive(start(shop), script)


def test_in_and_back_to_the_same_place(shop: Path) -> None:
    async def script(app: Driven) -> None:
        app.app.ask("rfm")
        await app.settle()
        await app.press("2", "down", "right")
        before = without_seconds(app.text)
        await app.press("enter")
        assert "RFM › loyal" in app.text
        await app.press("enter")
        assert "(1 of" in app.text
        assert "Timeline" in app.text
        await app.press("J")
        assert "(2 of" in app.text
        await app.press("K")
        await app.press("escape")
        assert "RFM › loyal" in app.text
        await app.press("q")
        assert without_seconds(app.text) == before

    drive(start(shop), script)


def test_the_row_becomes_the_scope_and_f_clears_it(shop: Path) -> None:
    async def script(app: Driven) -> None:
        app.app.ask("rfm")
        await app.settle()
        await app.press("2", "down", "equals_sign")
        assert "rfm=loyal" in app.text.splitlines()[1]
        await app.press("F")
        assert "everyone" in app.text.splitlines()[1]

    drive(start(shop), script)


def test_only_segments_become_the_scope(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("equals_sign")
        assert "segmentation" in app.said

    drive(start(shop), script)


def test_periods_and_grain(shop: Path) -> None:
    async def script(app: Driven) -> None:
        app.app.ask("frequency")
        await app.settle()
        await app.press("minus")
        assert "by quarter" in app.text
        await app.press("plus", "plus")
        assert "by week" in app.text
        await app.press("F", "left_square_bracket")
        assert "2024-12-01 to 2024-12-31" in app.text.splitlines()[1]
        await app.press("left_square_bracket")
        assert "2024-11-01 to 2024-11-30" in app.text.splitlines()[1]
        await app.press("right_square_bracket")
        assert "2024-12-01" in app.text.splitlines()[1]

    drive(start(shop), script)


def test_nothing_is_said_in_words(shop: Path) -> None:
    async def script(app: Driven) -> None:
        from datetime import date

        from queries.question.scope import Scope

        main = app.app.main()
        assert main is not None
        main.over(Scope(since=date(2030, 1, 1), until=date(2030, 2, 1)))
        await app.settle()
        assert "F clears the scope" in app.text or "F clears" in app.said or "0" in app.text

    drive(start(shop, metric="frequency"), script)


def test_sort_search_and_copy(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "right", "s")
        table = app.app.main().main_table()  # type: ignore[union-attr]
        assert table is not None
        assert table.frame is not None
        assert table.frame.sorted_by == ("customers", True)
        await app.press("s")
        assert table.frame.sorted_by == ("customers", False)
        await app.press("slash")
        await app.type("risk")
        await app.press("enter")
        assert table.row is not None
        assert table.row["segment"] == "at risk"
        await app.press("left", "y")
        assert app.app.clipboard == "at risk"
        assert "Copied “at risk”" in app.said
        await app.press("Y")
        assert app.app.clipboard.startswith("at risk\t")

    drive(start(shop, metric="rfm"), script)


def test_letters_are_text_while_a_field_has_the_focus(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "slash")
        await app.pilot.press(*"qfs")
        assert app.app.screen is app.app.main()
        await app.press("escape")
        assert app.app.main() is not None
        assert not app.app.screen.query("#search")

    drive(start(shop), script)


def test_columns_can_be_hidden(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "x", "down", "space", "escape")
        assert "Customers   " not in app.text.splitlines()[3]

    drive(start(shop, metric="rfm"), script)


def test_cell_and_details_are_told(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "right", "right", "i")
        assert "share of the customers" in app.text
        assert "all customers of the scope" in app.text
        await app.press("escape", "space")
        assert "Share" in app.text
        await app.press("escape")

    drive(start(shop, metric="rfm"), script)


def test_panes_and_zoom(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("1")
        assert "▸Questions" in app.text
        await app.press("tab")
        assert "▸Overview" in app.text
        await app.press("3", "z")
        assert "Questions" not in app.text
        await app.press("z", "4")
        assert "▸Customers" in app.text
        await app.press("tab")
        assert "▸Questions" in app.text

    drive(start(shop), script)


def test_live_resize_keeps_the_cursor(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "down", "down")
        table = app.app.main().main_table()  # type: ignore[union-attr]
        assert table is not None
        for size in ((200, 60), (60, 20), (80, 24), (39, 24), (120, 11), (120, 40)):
            await app.pilot.resize_terminal(*size)
            await app.settle()
            assert table.cursor_row == 3
            if size[0] < 40 or size[1] < 12:
                assert "needs 40 columns" in app.text
        assert "Questions" in app.text

    drive(start(shop), script)


def test_narrow_shows_one_pane(shop: Path) -> None:
    async def script(app: Driven) -> None:
        assert "Overview" in app.text
        assert "Questions" not in app.text
        await app.press("1")
        assert "Questions" in app.text
        await app.press("4")
        assert "C0" in app.text

    drive(start(shop), script, size=(60, 20))


def test_markup_in_data_is_text(shop: Path) -> None:
    async def script(app: Driven) -> None:
        import polars as pl

        from queries.catalogue import Column, Unit
        from tui.table.frame import FrameBackend

        table = app.app.main().main_table()  # type: ignore[union-attr]
        assert table is not None
        rows = pl.DataFrame({"name": ["[/foo]", "[red]x", "a\x1b[31mb", "\u202eevil", None]})
        table.show(FrameBackend(rows, [Column("name", "", Unit.TEXT, key=True, title="[/bar]")]), rest=False)
        await app.press("2", "y", "space")
        assert "[/foo]" in app.text
        await app.press("escape")
        app.app.main().tell("[/foo] [bold")  # type: ignore[union-attr]
        await app.settle()
        assert "\x1b" not in app.text

    drive(start(shop), script)


def test_a_held_key_asks_once(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2")
        asked: list[str] = []
        begin = app.app.desk.start

        def counted(group: str, *rest: object) -> object:
            asked.append(group)
            return begin(group, *rest)  # type: ignore[arg-type]

        app.app.desk.start = counted  # type: ignore[method-assign, assignment]
        await app.hold("down", 8)
        assert asked.count("customers") == 1

    drive(start(shop), script)

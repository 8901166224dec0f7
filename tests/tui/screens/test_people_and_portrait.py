"""From a segment to its customers and to one of them: the same people everywhere, kept, exported, looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from click.testing import CliRunner
from driving import Driven, drive

from tui.app import Start
from tui.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

    from tui.screens.main import MainScreen


def start(shop: Path, **more: Any) -> Start:
    return Start(paths=(str(shop),), demo=True, metric="rfm", **more)


def main_of(app: Driven) -> MainScreen:
    screen = app.app.main()
    assert screen is not None
    return screen


def to_row(app: Driven, segment: str) -> list[str]:
    table = main_of(app).main_table()
    assert table is not None
    assert table.frame is not None
    return ["2", *["down"] * table.frame.data["segment"].to_list().index(segment)]


def ids_on_screen(app: Driven) -> list[str]:
    table = app.app.screen.main_table()  # type: ignore[attr-defined]
    return table.frame.data["id"].to_list()


def test_the_same_customers_on_screen_in_the_export_and_by_the_command_line(shop: Path, tmp_path: Path) -> None:
    written = tmp_path / "people.csv"
    seen: list[str] = []

    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "enter")
        seen.extend(ids_on_screen(app))
        await app.press("e")
        field = app.app.screen.query_one("#path")
        field.value = str(written)  # type: ignore[attr-defined]
        await app.press("enter")
        await app.until(written.exists)

    drive(start(shop), script)
    assert seen
    exported = pl.read_csv(written)
    assert exported["id"].to_list() == seen
    ran = CliRunner().invoke(cli, ["run", "customers", str(shop), "--segment", "rfm=loyal", "--format", "csv"])
    assert ran.exit_code == 0, ran.output
    assert pl.read_csv(ran.stdout.encode())["id"].to_list() == seen


def test_customers_are_sorted_by_any_column_and_the_row_keeps_leading_to_the_right_person(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "enter")
        await app.press("right", "right", "s")
        table = app.app.screen.main_table()  # type: ignore[attr-defined]
        assert table.frame.sorted_by == ("orders", True)
        orders = table.frame.data["orders"].to_list()
        assert orders == sorted(orders, reverse=True)
        await app.press("down")
        wanted = table.row["id"]
        await app.press("enter")
        assert wanted in app.text.splitlines()[2]

    drive(start(shop), script)


def test_customers_of_a_row_become_a_frozen_segment(shop: Path, tmp_path: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "enter")
        count = len(ids_on_screen(app))
        await app.press("w")
        assert f"{count:,} customer" in app.text
        app.app.screen.query_one("#name").value = "Our best"  # type: ignore[attr-defined]
        await app.press("enter")
        assert "“Our best” is kept" in app.said
        app.app.ask("frozen")
        await app.settle()
        answer = main_of(app).shown
        assert answer is not None
        sizes = dict(zip(answer.frame["segment"], answer.frame["customers"], strict=True))
        assert sizes["Our best"] == count
        await app.press("2", "w")
        app.app.screen.query_one("#name").value = "our BEST"  # type: ignore[attr-defined]
        await app.press("enter")
        assert "There is a list" in app.text
        await app.press("escape")

    drive(start(shop, options={"lists_folder": tmp_path / "lists"}), script)


def test_where_nothing_may_be_kept_freezing_says_so(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "w", "enter")
        assert "keeps no frozen segments" in app.text

    drive(start(shop), script)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
def test_a_portrait_tells_who_where_when_and_what(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "enter", "enter")
        screen = app.app.screen
        told = {
            name: str(screen.query_one(f"#{name}").render())  # type: ignore[attr-defined]
            for name in ("facts", "standing", "habits", "bought")
        }
        assert "Revenue" in told["facts"]
        assert "P(alive)" in told["standing"]
        assert "To do" in told["standing"]
        assert "months" in told["standing"]
        assert "events, at most" in told["habits"]
        assert "×" in told["bought"]
        assert "Timeline" in app.text
        for _ in range(5):
            await app.press("tab")
        assert "▸Timeline" in app.text

    drive(start(shop), script, size=size)


def test_a_timeline_of_one_kind_of_event_and_of_all_again(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "enter", "enter")
        table = app.app.screen.main_table()  # type: ignore[attr-defined]
        kinds = sorted(set(table.frame.data["event"]))
        every = table.frame.row_count
        for kind in kinds:
            await app.press("t")
            assert set(table.frame.data["event"]) == {kind}
        await app.press("t")
        assert table.frame.row_count == every

    drive(start(shop), script)


def test_the_next_customer_without_going_back(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "enter")
        ids = ids_on_screen(app)
        await app.press("enter", "J")
        assert f"{ids[1]} (2 of" in app.text
        await app.press("K", "K")
        assert "first customer of the list" in app.said
        await app.press("J", "escape")
        assert app.app.screen.main_table().cursor_row == 1  # type: ignore[attr-defined]

    drive(start(shop), script)

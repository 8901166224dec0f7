"""From a segment to its customers: the same people everywhere, sorted, exported, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from click.testing import CliRunner
from driving import Driven, drive

from tui.app import Start
from tui.cli import cli
from tui.panes.people import PeoplePane

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept


def to_row(app: Driven, segment: str) -> list[str]:
    """The keys that lead from the first row of RFM to a segment."""
    return ["2", *["down"] * app.answer.frame["segment"].to_list().index(segment)]


def ids(app: Driven) -> list[str]:
    """The customers on the screen, in their order."""
    frame = app.one(PeoplePane).frame
    assert frame is not None
    return [str(customer) for customer in frame.data["id"]]


def test_the_same_customers_on_screen_in_the_export_and_by_the_command_line(
    on_screen: Kept, shop: Path, tmp_path: Path
) -> None:
    written = tmp_path / "people.csv"
    on_the_screen: list[str] = []

    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "enter")
        on_the_screen.extend(ids(app))
        await app.press("e")
        app.field("path").value = str(written)
        await app.press("enter")
        assert "Wrote" in app.said

    on_screen(script, "rfm")
    assert on_the_screen
    assert pl.read_csv(written)["id"].to_list() == on_the_screen
    ran = CliRunner().invoke(cli, ["run", "customers", str(shop), "--segment", "rfm=loyal", "--format", "csv"])
    assert ran.exit_code == 0, ran.output
    assert pl.read_csv(ran.stdout.encode())["id"].to_list() == on_the_screen


def test_customers_are_sorted_by_any_column_and_the_row_keeps_leading_to_the_right_person(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "enter")
        await app.press("right", "right", "s")
        pane = app.one(PeoplePane)
        assert pane.frame is not None
        assert pane.frame.sorted_by == ("orders", True)
        orders = pane.frame.data["orders"].to_list()
        assert orders == sorted(orders, reverse=True)
        await app.press("down")
        assert pane.values is not None
        customer = str(pane.values["id"])
        await app.press("enter")
        assert customer in app.lines[2]

    on_screen(script, "rfm")


def test_a_list_of_a_single_row_is_repeated_by_no_command(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "right", "right", "right", "enter")
        assert "customer" in app.title_of(PeoplePane)
        await app.choose("copy command line")
        assert "No command line repeats the customers behind a single row; e writes them to a file." in app.said

    on_screen(script, "retention")


def test_customers_of_a_row_become_a_frozen_segment(shop: Path, tmp_path: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "enter")
        count = len(ids(app))
        await app.press("w")
        assert f"{count:,} customers, as they are now." in " ".join(app.text.split())
        app.field("name").value = "Our best"
        await app.press("enter")
        assert "“Our best” is kept" in app.said
        await app.ask("frozen")
        sizes = dict(zip(app.answer.frame["segment"], app.answer.frame["customers"], strict=True))
        assert sizes["Our best"] == count
        await app.press("2", "w")
        app.field("name").value = "Half of them"
        app.field("held").value = "all"
        await app.press("enter")
        assert "Hold out takes a number of per cent below 100, like 10, or nothing." in app.told
        app.field("held").value = "50 %"
        await app.press("enter")
        assert f"{round(count / 2):,} customers were held out at random (seed " in app.said
        await app.press("w")
        app.field("name").value = "our BEST"
        await app.press("enter")
        assert "There is a list “our BEST” already. enter again replaces it." in app.told
        await app.press("escape")

    drive(Start(paths=(str(shop),), demo=True, metric="rfm", options={"lists_folder": tmp_path / "lists"}), script)


def test_where_nothing_may_be_kept_freezing_says_so(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "w")
        await app.press("enter")
        assert "keeps no frozen segments" in app.told

    on_screen(script, "rfm")

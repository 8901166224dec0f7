"""The one list of commands, and what is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driving import Driven, drive

from tui.app import Start
from tui.commands.keymap import given_twice, read_keymap
from tui.commands.listed import COMMANDS, GROUPS, command, keys_of, named
from tui.frame.footer import Keys

if TYPE_CHECKING:
    from pathlib import Path


def test_ids_are_unique_and_every_place_has_a_name() -> None:
    assert len({entry.id for entry in COMMANDS}) == len(COMMANDS)
    assert {entry.where for entry in COMMANDS} == set(GROUPS)


def test_keys_that_belong_to_screen_and_tmux_are_never_used() -> None:
    used = {key for entry in COMMANDS for key in entry.keys.split(",")}
    assert not used & {"ctrl+a", "ctrl+b", "ctrl+m"}


def test_no_key_does_two_things_in_one_place() -> None:
    for place in GROUPS:
        keys = [
            key for entry in COMMANDS if entry.where in (place, "everywhere") for key in entry.keys.split(",") if key
        ]
        assert len(keys) == len(set(keys)), place


def test_a_keymap_replaces_keys_and_tells_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keymap]\n"move.down" = "u,down"\nmove.up = "o"\nnothing = "x"\n', "utf-8")
    keymap, wrong = read_keymap(path)
    assert keymap == {"move.down": "u,down", "move.up": "o"}
    assert len(wrong) == 1
    assert "nothing" in wrong[0]
    assert keys_of(command("move.down"), keymap) == ["u", "↓"]


def test_a_keymap_is_in_force(shop: Path, tmp_path: Path) -> None:
    config = tmp_path / "CONFIG" / "regulars" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[keymap]\nscope = "ctrl+s"\n', "utf-8")

    async def script(app: Driven) -> None:
        assert "ctrl+s scope" in app.footer
        await app.press("2", "ctrl+s")
        assert "All parts in a form" in app.text

    drive(Start(paths=(str(shop),), demo=True), script)


def test_every_command_can_be_done_by_somebody() -> None:
    """An action names a method: of the table, a pane, a screen or the application."""
    from tui.app import RegularsApp
    from tui.frame.answered import ScopeLine
    from tui.panes.findings import Findings
    from tui.panes.mapping import MappingPane
    from tui.panes.people import PeoplePane
    from tui.panes.question_list import Questions
    from tui.panes.recent import RecentPane
    from tui.screens.main import MainScreen
    from tui.screens.portrait import PortraitScreen
    from tui.table.pane import TablePane
    from tui.table.widget import Table

    panes = (Questions, Findings, ScopeLine, Table, TablePane, PeoplePane, MappingPane, RecentPane)
    doers = (RegularsApp, *panes, MainScreen, PortraitScreen)
    for entry in COMMANDS:
        action = f"action_{entry.action.partition('(')[0].rpartition('.')[2]}"
        assert any(hasattr(doer, action) for doer in doers), entry.id


def test_what_a_screen_names_it_can_do() -> None:
    from tui.screens.main import MainScreen
    from tui.screens.people import PeopleScreen
    from tui.screens.portrait import PortraitScreen

    for screen in (MainScreen, PeopleScreen, PortraitScreen):
        for name in screen.DOES:
            target, _, action = command(name).action.partition("(")[0].rpartition(".")
            # the app does its own, which its class says
            assert target == "app" or hasattr(screen, f"action_{action}"), (screen, name)


def test_the_footer_fits_any_width() -> None:
    for width in (20, 40, 80, 200):
        keys = Keys({}, named("table", "page"))
        keys._size = keys._size.__class__(width, 1)
        assert keys.render().cell_len <= width


def test_what_is_wrong_in_a_keymap_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        'theme = 5\n[keymap]\nscope = "j"\nhelp = "ctrl+nonsense"\n"view.save" = "ctrl+y"\nscpe = "f"\n', "utf-8"
    )
    keymap, wrong = read_keymap(path)
    assert keymap == {"scope": "j", "view.save": "ctrl+y"}
    assert wrong == [
        f"{path}:1: “theme” cannot be 5. It takes text.",
        f"{path}:4: [keymap] “help”: there is no key “ctrl+nonsense”.",
        f"{path}:6: [keymap] knows no “scpe”. Did you mean scope?",
        f"{path}:3: [keymap] “j” is both scope and move.down; one of them does not hear it.",
    ]


def test_no_key_is_given_twice_until_somebody_does() -> None:
    assert given_twice({}) == []
    assert given_twice({entry.id: entry.keys for entry in COMMANDS}) == []

"""The one list of commands, and what is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driving import Driven, drive

from tui.app import Start
from tui.commands.keymap import read_keymap
from tui.commands.listed import COMMANDS, GROUPS, keys_of
from tui.lines.footer import Keys

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
    path.write_text('[keymap]\n"move.down" = "e,down"\nmove.up = "o"\nnothing = "x"\n', "utf-8")
    keymap, wrong = read_keymap(path)
    assert keymap == {"move.down": "e,down", "move.up": "o"}
    assert len(wrong) == 1
    assert "nothing" in wrong[0]
    down = next(entry for entry in COMMANDS if entry.id == "move.down")
    assert keys_of(down, keymap) == ["e", "↓"]


def test_a_keymap_is_in_force(shop: Path, tmp_path: Path) -> None:
    config = tmp_path / "CONFIG" / "regulars" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[keymap]\nscope = "ctrl+s"\n', "utf-8")

    async def script(app: Driven) -> None:
        assert "ctrl+s scope" in app.text.splitlines()[-1]
        await app.press("2", "ctrl+s")
        assert "a date from" in app.text

    drive(Start(paths=(str(shop),), demo=True), script)


def test_the_footer_fits_any_width() -> None:
    for width in (20, 40, 80, 200):
        keys = Keys({}, ("table", "page"))
        keys._size = keys._size.__class__(width, 1)
        assert keys.render().cell_len <= width

"""The settings file: missing is fine, wrong is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.state.settings import Settings, read_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_missing_file_is_fine(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "config.toml") == Settings()


def test_everything_set(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        'theme = "nord"\nmarker = "braille"\nmouse = false\nmemory = "2GB"\nthreads = 2\n'
        '[keymap]\nmove.down = "j"\nquit = "ctrl+x"\n'
    )
    keymap = {"move.down": "j", "quit": "ctrl+x"}
    assert read_settings(path) == Settings("nord", "braille", False, "2GB", 2, keymap)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('themes = "x"', "“themes”, which means nothing. Did you mean “theme”"),
        ("zzz = 1", "There are theme, marker"),
        ('marker = "dots"', "one of block, braille, ascii"),
        ("threads = 0", "1 or more"),
        ("threads = true", "1 or more"),
        ('mouse = "no"', "true or false"),
        ("keymap = 5", "a table of commands"),
        ("[keymap]\nquit = 5", "a table of commands"),
        ("theme = ", "cannot be read"),
    ],
)
def test_what_is_wrong_is_named_and_left_out(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    settings = read_settings(path)
    assert settings == Settings(wrong=settings.wrong)
    (said,) = settings.wrong
    assert str(path) in said
    assert sentence in said


def test_every_slip_has_its_line_and_the_rest_holds(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('# mine\ntheme = "nord"\n\n  marker="dots"\nthreads = 2\n"mouze" = true\n[keymap]\nquit = 5\n')
    settings = read_settings(path)
    assert settings == Settings(theme="nord", threads=2, wrong=settings.wrong)
    assert [said.split()[0].removeprefix(str(path)) for said in settings.wrong] == [":4:", ":6", ":7:"]

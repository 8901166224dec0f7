"""What the command line speaks: what `--lang` says, else the settings, else the locale; else English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tui.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH, CHINESE = "Usage: regulars", "用法： regulars"


def test_without_anything_it_is_english(regulars: Any) -> None:
    assert regulars("--help").output.startswith(ENGLISH)


@pytest.mark.parametrize("name", ["zh", "zh-CN", "zh_CN.UTF-8", "中文"])
def test_an_option_says_it_for_the_words_of_click_too(regulars: Any, name: str) -> None:
    told = regulars("--lang", name, "--help").output
    assert told.startswith(CHINESE)
    assert "选项" in told
    assert "命令" in told
    assert regulars("--help").output.startswith(ENGLISH)


def test_an_option_of_a_command_says_it(regulars: Any, shop: Path) -> None:
    assert "频次走势" in regulars("run", "frequency", shop, "--lang", "zh").stdout
    assert "Over time" in regulars("run", "frequency", shop).stdout
    assert regulars("run", "--lang", "zh", "--help").output.startswith(f"{CHINESE} run")


def test_the_locale_says_it(regulars: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert regulars("--help").output.startswith(CHINESE)
    assert regulars("--lang", "en", "--help").output.startswith(ENGLISH)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert regulars("--help").output.startswith(ENGLISH)


def test_the_settings_say_it_before_the_locale(regulars: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = home / "config" / "regulars" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('language = "zh"\n', "utf-8")
    assert regulars("--help").output.startswith(CHINESE)
    assert regulars("--lang", "en", "--help").output.startswith(ENGLISH)
    config.write_text('language = "en"\n', "utf-8")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert regulars("--help").output.startswith(ENGLISH)
    config.write_text('language = "klingon"\n', "utf-8")
    told = regulars("keys")
    assert told.exit_code == 0
    assert "klingon" in told.stderr


@pytest.mark.parametrize("words", [("--lang", "klingon", "keys"), ("run", "--lang", "klingon", "rfm", "shop.csv")])
def test_an_unknown_language_is_told_with_those_there_are(regulars: Any, words: tuple[str, ...]) -> None:
    done = regulars(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "There is no language “klingon”. There are en (English), zh_CN (简体中文)." in done.stderr


def test_what_the_command_line_says_of_itself_is_english_again(regulars: Any) -> None:
    before = cli.every_command()["run"].help
    regulars("--lang", "zh", "--help")
    assert cli.every_command()["run"].help != before
    regulars("--help")
    assert cli.every_command()["run"].help == before

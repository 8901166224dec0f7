"""The commands around the answers: the catalogue, mappings, the cache, keys and paths."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import click
import pytest

import tui.cli
from queries import catalogue
from queries.catalogue import Parameter
from tui.cli import cli
from tui.cli.catalogue import takes
from tui.cli.dates import Day

ROOT = Path(__file__).parents[3]


def test_the_catalogue_lists_every_metric(regulars: Any) -> None:
    done = regulars("metrics")
    assert done.exit_code == 0
    for metric in catalogue.metrics():
        assert f"  {metric.id} " in done.stdout
        assert metric.question in done.stdout


def test_every_metric_can_be_told_about(regulars: Any) -> None:
    for metric in catalogue.metrics():
        text = regulars("metrics", metric.id).stdout
        assert text.startswith(f"{metric.id}: ")
        for column in (*metric.columns, *(column for part in metric.parts.values() for column in part)):
            assert f"  {column.name} " in text
        for parameter in metric.parameters:
            assert f"  {parameter.name} " in text
        assert f"regulars run {metric.id} " in text
    assert regulars("metrics", "rfmm").exit_code == 2


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        (Parameter("a", "", "int", low=2, high=10), "whole number, 2 to 10"),
        (Parameter("a", "", "float", low=0), "number, 0 or more"),
        (Parameter("a", "", "choice", choices=("x", "y")), "x | y"),
        (Parameter("a", "", "date"), "date"),
        (Parameter("a", "", "float", high=1), "number, up to 1"),
    ],
)
def test_what_a_parameter_takes(parameter: Parameter, words: str) -> None:
    assert takes(parameter) == words


def test_inspect(regulars: Any, shop: Path) -> None:
    done = regulars("inspect", shop)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("shop.duckdb: ")
    assert "Meaning: guessed" in done.stdout
    assert "ordered_at" in done.stdout
    assert "would be read." in done.stdout
    assert "rows of page_views (no customer)" in done.stdout
    assert not any(line.endswith(" ") for line in done.stdout.splitlines())


def test_a_written_mapping_is_read_again(regulars: Any, shop: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    done = regulars("map", shop, "-o", path)
    assert (done.exit_code, done.stdout) == (0, "")
    assert tomllib.loads(regulars("map", shop).stdout) == tomllib.loads(path.read_text())
    assert regulars("run", "rfm", shop, "--map", path).exit_code == 0
    assert "from the mapping file" in regulars("inspect", shop, "--map", path).stdout
    assert regulars("map", shop, "-o", shop).exit_code == 2


def test_nothing_is_written_over_a_file_that_an_option_names(regulars: Any, shop: Path, tmp_path: Path) -> None:
    map_file, listed = tmp_path / "map.toml", tmp_path / "some.csv"
    regulars("map", shop, "-o", map_file)
    listed.write_text("id\nC000001\n")
    (tmp_path / "link.csv").symlink_to(listed)
    before = map_file.read_text()
    options = ("--map", map_file, "--list", listed)
    for path in (map_file, listed, tmp_path / "link.csv"):
        for command in (("run", "rfm", shop, "--format", "csv"), ("run", "rfm", shop), ("map", shop)):
            done = regulars(*command, *options, "-o", path)
            assert (done.exit_code, done.stdout) == (2, ""), (command, path)
            assert "holds the data this answer was read from, their mapping or a list" in done.stderr
    assert (map_file.read_text(), listed.read_text()) == (before, "id\nC000001\n")


def test_the_cache(regulars: Any, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert "  0 B" in regulars("cache").stdout
    regulars("run", "rfm", shop, "--no-cache")
    assert "  0 B" in regulars("cache", "path").stdout
    regulars("run", "rfm", shop)
    assert "  0 B" not in regulars("cache").stdout
    assert "freed" in regulars("cache", "clear").stdout
    assert "  0 B" in regulars("cache").stdout
    assert regulars("cache", "burn").exit_code == 2


def test_keys_are_those_of_the_user(regulars: Any, tmp_path: Path) -> None:
    assert "scope.clear" in regulars("keys").stdout
    config = tmp_path / "config" / "regulars" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[keymap]\nscope.clear = "ctrl+x"\n')
    assert any(line.split()[:2] == ["ctrl+x", "scope.clear"] for line in regulars("keys").stdout.splitlines())


def test_paths(regulars: Any, tmp_path: Path) -> None:
    said = dict(line.split(maxsplit=1) for line in regulars("paths").stdout.splitlines())
    assert set(said) == {"config", "mappings", "cache", "state", "log"}
    assert said["config"] == str(tmp_path / "config" / "regulars" / "config.toml")


def test_settings_stand_for_options(regulars: Any, shop: Path, tmp_path: Path) -> None:
    config = tmp_path / "config" / "regulars" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('marker = "ascii"\n')
    assert "▆" not in regulars("run", "rfm", shop).stdout
    assert "▆" in regulars("run", "rfm", shop, "--marker", "block").stdout
    config.write_text('markers = "ascii"\n')
    done = regulars("run", "rfm", shop)
    assert done.exit_code == 0
    assert "▆" in done.stdout
    assert f"{config}:1 has the key “markers”, which means nothing. Did you mean “marker”?" in done.stderr


def test_a_screen_needs_a_terminal(regulars: Any, shop: Path, tmp_path: Path) -> None:
    for args in ([shop], ["open", shop], [], ["demo", "--keep", tmp_path / "demo.duckdb"]):
        done = regulars(*args)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "regulars run overview" in done.stderr
        assert done.stderr.count("\n") == 1
    assert not (tmp_path / "demo.duckdb").exists()


def test_a_mistyped_command(regulars: Any) -> None:
    done = regulars("metric")
    assert done.exit_code == 2
    assert "Did you mean “regulars metrics”?" in done.stderr


def test_help_and_version(regulars: Any) -> None:
    text = regulars("--help").stdout
    for name, command in cli.every_command().items():
        assert command.short_help
        assert re.search(rf"^  {name} +{re.escape(command.short_help)}$", text, re.MULTILINE)
        assert regulars(name, "--help").stdout.startswith(f"Usage: regulars {name} ")
    assert re.fullmatch(r"regulars (\d+\.\d+\S*|\(not installed\))\n", regulars("--version").stdout)


def test_every_command_that_is_written_is_offered() -> None:
    modules = [import_module(f"tui.cli.{module.name}") for module in iter_modules(tui.cli.__path__)]
    written = {entry for module in modules for entry in vars(module).values() if isinstance(entry, click.Command)}
    assert written == {cli, *cli.every_command().values()}


def test_commands_that_are_advised_are_there() -> None:
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "tui").rglob("*.py")]
    advised = {
        word for file in documents for word in re.findall(r"[`“]regulars ([a-z]+)\b(?!\.)", file.read_text("utf-8"))
    }
    assert {"run", "metrics", "map"} <= advised
    assert advised <= set(cli.every_command())


@pytest.mark.parametrize(
    ("text", "last", "day"),
    [
        ("2024-03-31", False, "2024-03-31"),
        ("2024-02", False, "2024-02-01"),
        ("2024-02", True, "2024-02-29"),
        ("2024", False, "2024-01-01"),
        ("2024", True, "2024-12-31"),
        ("2024-3-5", True, "2024-03-05"),
    ],
)
def test_dates(text: str, last: bool, day: str) -> None:
    assert Day(last=last).convert(text, None, None).isoformat() == day

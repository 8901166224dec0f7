"""README promises what works: the wheel installs and answers, and every command it prints does what it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from click.testing import CliRunner

from sample_data import generate
from tui.cli import cli

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LINES = [
    line.partition(" #")[0].strip()
    for block in re.findall(r"^```console\n(.*?)^```$", TEXT, flags=re.M | re.S)
    for line in block.splitlines()
]
COMMANDS = [line for line in LINES if line.startswith("regulars ")]
INSTALLING = [line for line in LINES if not line.startswith("regulars ")]
TABLES = ("orders", "customers", "refunds", "page_views")


# -- the commands


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the README speaks of: a shop as a database, and an export of it."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "export").mkdir()
    generate(folder / "shop.duckdb", customers=300)
    with duckdb.connect(str(folder / "shop.duckdb"), read_only=True) as connection:
        for name in TABLES:
            connection.execute(f"COPY {name} TO '{folder / 'export' / name}.csv'")
    return folder


@pytest.fixture
def regulars(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a line of the README in the folder it speaks of."""
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.chdir(folder)

    def run(line: str) -> Result:
        words = [place for word in shlex.split(line)[1:] for place in spread(word)]
        return CliRunner().invoke(cli, words, prog_name="regulars")

    return run


def spread(word: str) -> list[str]:
    """The files that a shell puts in place of a word."""
    return sorted(map(str, Path().glob(word))) if "*" in word else [word]


def test_there_are_commands_to_try() -> None:
    assert len(COMMANDS) >= 11
    assert "regulars shop.duckdb" in COMMANDS


def test_every_command_answers_one_after_the_other(regulars: Any, folder: Path) -> None:
    own_segments = re.search(r"^```toml\n(.*?)^```$", TEXT, flags=re.M | re.S)
    assert own_segments
    for line in COMMANDS:
        if line == "regulars shop.duckdb":  # the screen has tests of its own
            continue
        done = regulars(line)
        assert done.exit_code == 0, f"{line}\n{done.output}"
        assert done.stdout or "-o" in shlex.split(line), line  # silent where the answer goes into a file
        if "-o map.toml" in line:
            with (folder / "map.toml").open("a", encoding="utf-8") as file:
                file.write(own_segments[1])
    assert (folder / "at_risk.csv").read_text("utf-8").startswith("id,")


def test_commands_in_sentences_exist(regulars: Any) -> None:
    named = set(re.findall(r"`regulars (\w+)[^`]*`", TEXT))
    assert {"metrics", "keys", "paths", "map", "cache"} <= named
    assert named - {"run"} <= set(cli.every_command())


def test_options_it_speaks_of_are_explained(regulars: Any) -> None:
    named = set(re.findall(r"(--[a-z]+[a-z-]*)", TEXT))
    explained = {option for name in cli.every_command() for option in re.findall(r"--[a-z-]+", help_of(regulars, name))}
    assert {"--format", "--segment", "--unmask", "--no-cache"} <= named
    assert named <= explained


def help_of(regulars: Any, command: str) -> str:
    """What a command says of itself."""
    done = regulars(f"regulars {command} --help")
    assert done.exit_code == 0
    return str(done.stdout)


# -- the installation


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `make wheel` builds, here without a network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return made


def installed(what: Path, target: Path) -> Path:
    """Installs into a folder of its own what people install into an environment."""
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(what)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def said(site: Path, folder: Path, *words: str) -> str:
    """What the installed command says, away from the checkout."""
    environment = os.environ | {"PYTHONPATH": str(site), "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [str(site / "bin" / "regulars"), *words]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_lines_of_installing_are_those_that_are_tried() -> None:
    assert [
        "make demo",
        "make test",
        "pip install .",
        "uv tool install .",
        "make wheel",
        f"pip install dist/{PROJECT['name']}-{PROJECT['version']}-py3-none-any.whl",
    ] == INSTALLING


def test_the_wheel_is_called_as_the_readme_says(wheel: Path) -> None:
    assert f"pip install dist/{wheel.name}" in INSTALLING


@pytest.mark.parametrize("from_wheel", [True, False], ids=["wheel", "checkout"])
def test_what_is_installed_answers(wheel: Path, tmp_path: Path, from_wheel: bool) -> None:
    site = installed(wheel if from_wheel else ROOT, tmp_path / "site")
    assert said(site, tmp_path, "--version").split()[-1] == PROJECT["version"]
    questions = said(site, tmp_path, "metrics")
    for id_ in ("overview", "rfm", "lifecycle", "quality"):
        assert f"  {id_} " in questions
    origin = subprocess.run(
        [sys.executable, "-c", "import tui.app, queries; print(tui.app.__file__, queries.__file__)"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert all(Path(place).is_relative_to(site) for place in origin.stdout.split())
    assert all((site / "tui" / style).exists() for style in ("app.tcss", "screens/page.tcss"))

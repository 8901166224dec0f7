"""Metrics are found in their families; a file that cannot be imported is named, and the others work."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from queries import catalogue

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
from queries.catalogue import Answer, Column, measure

@measure(id="{id}", title="T", question="Is {id} there?", columns=(Column("n", "", key=True),), formula="", source="")
def function(data):
    return Answer(data.customers.select(n="customer"))
"""
FAMILY = 'from queries.catalogue import Family\n\nFAMILY = Family("Trials", place=25)\n'
FILES = {
    "mine/__init__.py": FAMILY,
    "mine/easy.py": GOOD.format(id="easy"),
    "mine/half.py": "from queries.catalogue import Answer\n\nmeasure(\n",
    "mine/wrong.py": "raise RuntimeError('not yet')\n",
    "mine/again.py": GOOD.format(id="frequency"),
    "mine/large/__init__.py": "",
    "mine/large/metric.py": "from queries.metrics.mine.large.helper import NAME\n" + GOOD.format(id="large"),
    "mine/large/helper.py": "NAME = 1\n",
    "mine/large/unused.py": "raise RuntimeError('a helper that its metric does not import is never run')\n",
    "mine/deeper/__init__.py": "",
    "mine/deeper/lower.py": GOOD.format(id="lower"),
}
PROGRAM = """
import sys
import queries.metrics
queries.metrics.__path__.append(sys.argv[1])
from tui.cli import cli
cli(sys.argv[2:], prog_name="regulars")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of somebody's own families, three files of which cannot be imported."""
    folder = tmp_path_factory.mktemp("own")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def regulars(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The program, with that folder among those in which metrics are looked for."""
    command = [sys.executable, "-c", PROGRAM, str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def listed(folder: Path) -> subprocess.CompletedProcess[str]:
    return regulars(folder, "metrics")


def test_all_others_are_listed(listed: subprocess.CompletedProcess[str]) -> None:
    assert listed.returncode == 0, listed.stderr
    lines = listed.stdout.splitlines()
    trials = lines[lines.index("Trials") + 1 : lines.index("Staying") - 1]
    assert [line.split()[0] for line in trials] == ["easy", "large", "lower"]
    assert "  overview " in listed.stdout
    assert lines.index("Frequency") < lines.index("Trials") < lines.index("Staying")


def test_what_cannot_be_imported_is_named(listed: subprocess.CompletedProcess[str], folder: Path) -> None:
    assert f"{folder / 'mine/half.py'} cannot be imported: SyntaxError: " in listed.stdout
    assert f"{folder / 'mine/wrong.py'} cannot be imported: RuntimeError: not yet." in listed.stdout
    assert (
        f"{folder / 'mine/again.py'} cannot be imported: ValueError: two metrics are called frequency." in listed.stdout
    )
    assert listed.stdout.count("cannot be imported") == 3


def test_asking_for_what_it_would_have_declared_names_it(folder: Path) -> None:
    asked = regulars(folder, "metrics", "half")
    assert asked.returncode == 2
    assert "There is no metric called “half”." in asked.stderr
    assert "half.py cannot be imported: SyntaxError" in asked.stderr


def test_every_file_of_the_program_itself_can_be_imported() -> None:
    assert catalogue.broken() == ()

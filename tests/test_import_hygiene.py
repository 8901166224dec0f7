"""What is computed knows nothing of screens: no module of queries loads Textual, Rich, plotext or tui."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import queries

ROOT = Path(__file__).parents[1]
MODULES = sorted(module.name for module in pkgutil.walk_packages(queries.__path__, "queries."))
SCREENS = ("textual", "rich", "plotext", "textual_fastdatatable", "tui", "click")

PROGRAM = """
import importlib, sys
for name in sys.argv[1].split():
    importlib.import_module(name)
print(" ".join(sorted({module.partition(".")[0] for module in sys.modules})))
"""


def loaded(*names: str) -> set[str]:
    """The packages that a fresh process has loaded after importing these modules."""
    program = subprocess.run(
        [sys.executable, "-c", PROGRAM, " ".join(names)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=True,
    )
    assert program.stderr == ""
    return set(program.stdout.split())


def test_all_of_queries_loads_nothing_of_the_screen() -> None:
    assert len(MODULES) > 80
    packages = loaded(*MODULES)
    assert "polars" in packages
    assert packages.isdisjoint(SCREENS)


def test_the_test_can_fail() -> None:
    assert "rich" in loaded("rich")


@pytest.mark.parametrize("module", ["queries.errors", "queries.question.scope", "queries.cancel", "queries.safe"])
def test_what_the_first_paint_needs_loads_neither_polars_nor_duckdb(module: str) -> None:
    assert loaded(module).isdisjoint({"polars", "duckdb", "pyarrow"})


def test_looking_at_files_loads_no_arrow_and_no_numpy() -> None:
    """They take longer to load than a small file to be looked at."""
    assert loaded("queries.session", "tui.cli.inspection").isdisjoint({"pyarrow", "numpy", "scipy", "babel"})

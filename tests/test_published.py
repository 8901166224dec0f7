"""A run without the public data sets says which published figures nobody checked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]

CONFTEST = """
import tests.conftest
from pathlib import Path
from tests.conftest import pytest_terminal_summary, shared, shared_path

tests.conftest.SHARED = Path({shared!r})
"""

TESTS = """
import pytest

@pytest.mark.parametrize("name", ["data/cdnow/CDNOW_master.txt", "data/cdnow/CDNOW_sample.txt", "data/reviews.parquet"])
def test_a_published_figure(shared, name):
    assert shared(name).exists()

def test_something_else():
    pytest.skip("it is not beside the point")
"""


@pytest.fixture
def last_lines(tmp_path: Path) -> Callable[[Path, str], list[str]]:
    """Runs the tests above with data sets in a folder, with further options, and returns what was printed."""

    def run(folder: Path, *options: str) -> list[str]:
        (tmp_path / "conftest.py").write_text(CONFTEST.format(shared=str(folder)))
        (tmp_path / "test_figures.py").write_text(TESTS)
        (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n")
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), *options, "."]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        return done.stdout.splitlines()

    return run


@pytest.mark.parametrize("options", [("-q",), ("-n", "1")], ids=["quiet", "spread"])
def test_the_last_lines_name_the_data_sets_that_were_missing(
    last_lines: Callable[..., list[str]], tmp_path: Path, options: tuple[str, ...]
) -> None:
    said = [line for line in last_lines(tmp_path / "nowhere", *options) if line.startswith("published")]
    assert said == ["published figures not checked: cdnow, reviews (3 tests; the data sets belong into ../shared/data)"]


def test_nothing_is_said_where_they_are(last_lines: Callable[..., list[str]], tmp_path: Path) -> None:
    for name in ("cdnow/CDNOW_master.txt", "cdnow/CDNOW_sample.txt", "reviews.parquet"):
        path = tmp_path / "shared/data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    lines = last_lines(tmp_path / "shared")
    assert any("3 passed, 1 skipped" in line for line in lines)
    assert not any("published figures" in line for line in lines)

"""The allocator is told before Polars is there, listens, and has nothing to complain of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from tui.allocator import keep_pages

assert "polars" not in sys.modules
keep_pages()
import polars

print(polars.select(polars.int_range(1_000_000).sum()).item())
"""
VARIABLE = "_RJEM_MALLOC_CONF"


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    """The script in a process of its own."""
    plain = {name: value for name, value in os.environ.items() if name != VARIABLE}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=Path(__file__).parents[2],
        env=plain | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def test_it_takes_what_it_is_told() -> None:
    done = run()
    assert done.stdout == "499999500000\n"
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Polars has another allocator there")
def test_it_is_this_variable_that_it_reads_and_the_users_own_stays() -> None:
    assert "no_such_setting:1" in run(**{VARIABLE: "no_such_setting:1"}).stderr

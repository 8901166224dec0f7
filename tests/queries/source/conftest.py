"""Small databases, second processes, and the data sets that a checkout may have beside it."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from queries.source import Source

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data"
EXPORTS = ROOT.parent / "shared" / "exports"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A database with a table of a hundred orders."""
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE orders AS SELECT i AS id, i % 7 AS customer,"
            " TIMESTAMP '2024-01-01' + i * INTERVAL 1 HOUR AS ordered,"
            " 'c' || i % 3 AS channel, i * 1.5 AS amount FROM range(100) r(i)"
        )
    return path


@contextmanager
def interrupting_(source: Source) -> Iterator[None]:
    """Interrupt a source again and again while the block runs: work is met however late a slow machine begins it."""
    over = threading.Event()

    def interrupt() -> None:
        while not over.wait(0.002):
            source.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.fixture
def interrupting() -> Callable[[Source], AbstractContextManager[None]]:
    """Interrupts a source for the length of a block."""
    return interrupting_


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """A file of the public data sets; the test is skipped where they are not at hand."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"the data set {name} is not beside this checkout")
        return path

    return find


@pytest.fixture
def sample_export() -> Callable[[str], Path]:
    """A small made-up file in the shape of a real export; the test is skipped where they are not at hand."""

    def find(name: str) -> Path:
        path = EXPORTS / name
        if not path.exists():
            pytest.skip(f"the sample export {name} is not in ../shared/exports")
        return path

    return find


class Other:
    """A second process that runs Python until it is told to end."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n"

    def end(self) -> None:
        self.process.communicate("\n", timeout=30)


@pytest.fixture
def other() -> Iterator[Callable[[str], Other]]:
    """Starts second processes; they print "ready" and then wait for a line."""
    started: list[Other] = []

    def start(program: str) -> Other:
        started.append(Other(f"{program}\nprint('ready', flush=True)\ninput()"))
        return started[-1]

    yield start
    for process in started:
        if process.process.poll() is None:
            process.end()


def python(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a second process to its end."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=60, cwd=ROOT
    )


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a program in a second process to its end."""
    return python

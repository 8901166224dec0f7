"""Every hostile file: one sentence or an answer, never a traceback, and nothing of it or beside it is changed."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import pytest

from tests.tui.cli.corpus import corpus

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.cli.corpus import Make

CORPUS = corpus(int(os.environ.get("HOSTILE", "1")))
CODES = {0, 1, 2, 3}
"""Answered; a question that these data cannot answer; asked wrongly, or not certain; a file that cannot be read."""


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """What is in a folder: names, times of the last change, content of files."""
    found = {}
    for path in sorted(folder.rglob("*")):
        seen = path.lstat()
        found[str(path)] = (seen.st_mtime_ns, path.read_bytes() if stat.S_ISREG(seen.st_mode) else b"")
    return found


def made(make: Make, folder: Path) -> Path:
    """The input, in a folder of its own."""
    folder.mkdir()
    return make(folder=folder)


def check(done: Any) -> None:
    """One way to end, told in the documented way."""
    assert done.exit_code in CODES, done.stderr
    assert "Traceback" not in done.output
    assert "nobody foresaw" not in done.output
    assert "\x1b" not in done.output
    lines = done.stderr.splitlines()
    complaints = [line for line in lines if not line.startswith("Note: ")]
    if done.exit_code == 0:
        assert (complaints, bool(done.stdout)) == ([], True)
    else:
        assert len(complaints) == 1, done.stderr
        assert complaints[0].startswith("regulars: ")
        assert complaints[0].endswith((".", "?", "…'.", ")"))


def test_there_are_enough_of_them() -> None:
    assert len(CORPUS) >= 250


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file(regulars: Any, tmp_path: Path, name: str) -> None:
    path = made(CORPUS[name], tmp_path / "data")
    before = state(tmp_path / "data")
    check(regulars("run", "overview", "--no-cache", "--", path))
    assert state(tmp_path / "data") == before

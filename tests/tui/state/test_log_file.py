"""The file of unforeseen errors: the user's alone, never through a link, never in the way."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pytest

from tui.state.writing import PrivateLog, opened_log

if TYPE_CHECKING:
    from pathlib import Path


def written(path: Path) -> None:
    """Write one error as the application does."""
    log = logging.Logger("errors")
    log.addHandler(PrivateLog(path))
    log.error("unforeseen", exc_info=ValueError("4711"))
    log.handlers[0].close()


def test_it_is_the_users_alone(tmp_path: Path) -> None:
    path = tmp_path / "log" / "regulars.log"
    mask = os.umask(0)
    try:
        written(path)
    finally:
        os.umask(mask)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "ValueError: 4711" in path.read_text()
    path.chmod(0o644)
    written(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text().count("4711") == 2


def test_a_link_is_not_followed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other").write_text("mine")
    (tmp_path / "regulars.log").symlink_to(tmp_path / "other")
    with pytest.raises(OSError):
        opened_log(tmp_path / "regulars.log")
    written(tmp_path / "regulars.log")
    assert (tmp_path / "other").read_text() == "mine"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("place", ["fifo", "folder"])
def test_what_cannot_be_written_stops_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str], place: str) -> None:
    path = tmp_path / "regulars.log"
    if place == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    written(path)
    assert capfd.readouterr() == ("", "")

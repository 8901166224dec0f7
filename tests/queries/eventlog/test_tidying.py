"""Forgetting what was kept takes what we wrote, follows no link, and sweeps what killed processes left."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from queries.eventlog import tidying
from queries.source.folders import PREFIX, side_folder, sweep

ROOT = Path(__file__).parents[3]
KEY, OTHER = "0123456789abcdef" * 2, "f" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cache's folder with a log, a guess, and what is not ours."""
    folder = tmp_path / "logs"
    for place in (folder / KEY, folder / "guesses" / f"2-{KEY}", folder / "photos", tmp_path / "elsewhere" / OTHER):
        place.mkdir(parents=True)
    for file in ("events.arrow", "customers.arrow", "facts.json", "items-1.arrow"):
        (folder / KEY / file).write_bytes(b"x" * 100)
        (tmp_path / "elsewhere" / OTHER / file).write_bytes(b"x" * 100)
    (folder / "guesses" / f"2-{KEY}" / f"{OTHER}.toml").write_bytes(b"x" * 10)
    (folder / "photos" / "events.arrow").write_text("a photo")
    (folder / "letter.txt").write_text("a letter")
    (folder / OTHER).symlink_to(tmp_path / "elsewhere" / OTHER)
    return folder


def test_only_what_we_wrote_is_counted_and_forgotten(folder: Path, tmp_path: Path) -> None:
    assert tidying.folder_size(folder) == 410
    assert tidying.clear(folder) == 410
    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
    assert left == [OTHER, "guesses", "letter.txt", "photos", "photos/events.arrow"]
    assert len(list((tmp_path / "elsewhere" / OTHER).iterdir())) == 4


def test_what_somebody_put_into_an_entry_stays(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.arrow").write_text("outside")
    (folder / KEY / "notes.txt").write_text("mine")
    (folder / KEY / "linked.arrow").symlink_to(tmp_path / "outside.arrow")
    tidying.clear(folder)
    assert sorted(path.name for path in (folder / KEY).iterdir()) == ["linked.arrow", "notes.txt"]
    assert (tmp_path / "outside.arrow").read_text() == "outside"


def test_the_size_limit_takes_nothing_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "LARGEST", 1)
    tidying.make_room(folder)
    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
    assert left == [OTHER, "guesses", "letter.txt", "photos", "photos/events.arrow"]


def test_a_folder_of_links_is_none_of_ours(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(folder)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "guesses").symlink_to(tmp_path / "elsewhere")
    assert tidying.clear(tmp_path / "home") == 0
    assert tidying.clear(tmp_path / "linked") == 410  # a cache that was moved to another disk is still the cache


KILLED = """
import sys, time
from pathlib import Path
from queries.source.folders import side_folder
with side_folder(Path(sys.argv[1]), sys.argv[2]) as side:
    (side / "events.arrow").write_bytes(b"half")
    print(side, flush=True)
    time.sleep(600)
"""


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_holds_is_not(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path), PREFIX], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for _ in range(2)
    ]
    try:
        killed, living = (Path(process.stdout.readline().strip()) for process in started if process.stdout)
        sweep(tmp_path, PREFIX)
        assert killed.is_dir()
        started[0].send_signal(signal.SIGKILL)
        started[0].wait()
        (tmp_path / f"{PREFIX}link").symlink_to(living)
        (tmp_path / f"{PREFIX}file").write_text("no folder")
        with side_folder(tmp_path, PREFIX) as own:
            sweep(tmp_path, PREFIX)
            assert sorted(tmp_path.iterdir()) == sorted(
                [living, own, tmp_path / f"{PREFIX}link", tmp_path / f"{PREFIX}file"]
            )
            assert (living / "events.arrow").read_bytes() == b"half"
    finally:
        for process in started:
            process.kill()
            process.communicate()

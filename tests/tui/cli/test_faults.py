"""What a machine does to a program: full disks, folders that cannot be written, no home, no locale, an odd clock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
PATIENCE = 300

QUESTIONS = {"run": ("run", "overview", "--no-cache"), "kept": ("run", "overview"), "inspect": ("inspect",)}

Change = dict[str, str | None]


def in_the_way(folder: Path) -> str:
    """A place where no folder can be made, for root either: a file stands there."""
    path = folder / "in the way"
    path.write_text("")
    return str(path)


FAULTS: dict[str, Callable[[Path], Change]] = {
    "no cache": lambda folder: {"XDG_CACHE_HOME": in_the_way(folder)},
    "no settings": lambda folder: {"XDG_CONFIG_HOME": in_the_way(folder)},
    "no state": lambda folder: {"XDG_STATE_HOME": in_the_way(folder)},
    "a cache in nowhere": lambda _: {"XDG_CACHE_HOME": "/proc/nowhere"},
    "a cache that is a device": lambda _: {"XDG_CACHE_HOME": "/dev/null"},
    "settings in nowhere": lambda _: {"XDG_CONFIG_HOME": "/proc/nowhere"},
    "no home": lambda _: dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")),
    "a home that is none": lambda _: {"HOME": "/nonexistent", "XDG_CONFIG_HOME": None},
    "no kind of terminal": lambda _: {"TERM": None},
    "an odd terminal": lambda _: {"TERM": "\x1b[31m", "COLUMNS": "-3", "LINES": "x"},
    "an odd time zone": lambda _: {"TZ": "Nowhere/Land"},
    "no path": lambda _: {"PATH": ""},
    "no user": lambda _: dict.fromkeys(("USER", "LOGNAME")),
    "no folder for temporary files": lambda folder: {"TMPDIR": str(folder / "gone")},
}
"""What surrounds the program, changed."""


@pytest.fixture(scope="module")
def usual() -> dict[str, tuple[int, str]]:
    """What was answered first to each question, with nothing in the way."""
    return {}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("fault", FAULTS)
def test_what_surrounds_it_costs_no_answer(
    regulars: Any,
    shop: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    usual: dict[str, tuple[int, str]],
    fault: str,
    question: str,
) -> None:
    """An answer is the same where nothing can be kept, and nothing is said about it."""
    asked = (*QUESTIONS[question], shop)
    if question not in usual:
        first = regulars(*asked)
        usual[question] = first.exit_code, first.output
    for name, text in FAULTS[fault](tmp_path).items():
        monkeypatch.delenv(name, raising=False) if text is None else monkeypatch.setenv(name, text)
    before = shop.read_bytes()
    done = regulars(*asked)
    assert (done.exit_code, done.output) == usual[question]
    assert done.exit_code == 0
    assert shop.read_bytes() == before


def limited(shop: Path, before: str, *words: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """The program itself, in a shell that has done something before."""
    words = words or ("run", "overview", str(shop), "--no-cache")
    return subprocess.run(
        ["bash", "-c", f'{before}; exec "$@"', "bash", sys.executable, "-m", "tui", *words],
        capture_output=True, env=os.environ | {"PYTHONPATH": str(ROOT)} | changed, text=True, encoding="utf-8",
        errors="replace", timeout=PATIENCE, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "changed"),
    [
        ("umask 0777", {}),
        ("exec <&-", {}),
        ("ulimit -n 64", {}),
        ("ulimit -c 0 -s 1024", {}),
        ("mkdir gone && cd gone && rmdir ../gone", {}),
        ("true", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        ("true", {"LC_ALL": "de_XX.nothing", "LANG": "zz"}),
        ("true", {"PYTHONIOENCODING": "ascii"}),
    ],
)
def test_a_process_with_little_answers(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, changed: dict[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = limited(shop, before, **changed)
    assert done.returncode == 0, done.stderr
    assert "customers" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_disk_without_room_is_one_sentence(tmp_path: Path) -> None:
    """No file may be written at all: an export that has to be converted cannot be read."""
    path = tmp_path / "x.csv"
    lines = [f"C{i % 9},2024-01-{i % 28 + 1:02},{i}.50,Köln" for i in range(9_000)]
    path.write_bytes("\n".join(["customer_id,order_date,amount,city", *lines]).encode("utf-16"))
    done = limited(path, "ulimit -f 0")
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("regulars: There is no room, or no folder that may be written, for temporary files.")


@pytest.mark.parametrize("moment", [0, 1, 2**31 - 1, 2**33])
def test_files_of_an_odd_day(regulars: Any, tmp_path: Path, moment: int) -> None:
    """A clock at 1970 made the files: all that happened lies in the future then, which is said."""
    path = tmp_path / "x.csv"
    path.write_text(
        "customer_id,order_date,amount\n" + "".join(f"C{i % 9},2024-01-{i % 28 + 1},{i}\n" for i in range(90))
    )
    os.utime(path, (moment, moment))
    done = regulars("run", "overview", path, "--no-cache")
    if moment < 2:
        assert done.exit_code == 1
        assert "90 rows: time in the future" in done.stderr
    else:
        assert done.exit_code == 0, done.stderr

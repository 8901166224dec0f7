"""Kept files are believed only if they are whole, whatever happened to them and whenever it did."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from queries.source import hardening
from queries.source.whole import BLOCK, DamagedError, content, seal, table, write_table
from tests.queries.eventlog.flips import KeptShop, turned

ROOT = Path(__file__).parents[3]
SEED = 12
PLACES = 200


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> KeptShop:
    """A small shop and what is kept of it: a guess, a log, and details beside it."""
    shop = KeptShop(tmp_path_factory.mktemp("kept"))
    details = ["campaign", "feedback", "items", "page", "variant"]
    kinds = sorted(["customers", "events", "facts", "transactions", *details])
    assert [file.stem.partition("-")[0] for file in shop.files()][: len(kinds)] == kinds
    assert len(shop.files()) == len(kinds) + 1  # the guess, which is called as its columns are
    return shop


def is_believed(file: Path) -> bool:
    try:
        content(file)
    except DamagedError:
        return False
    return True


def test_no_bit_of_a_kept_file_can_be_turned_over_unnoticed(shop: KeptShop, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    for file in shop.files():
        copy = tmp_path / file.name
        for at, damaged in turned(file.read_bytes(), PLACES, chance):
            copy.write_bytes(damaged)
            assert not is_believed(copy), f"seed {SEED}: {file.name}, byte {at}"


def test_answers_are_right_and_damage_is_told(shop: KeptShop) -> None:
    chance = random.Random(SEED)
    for file in shop.files():
        for at, damaged in turned(file.read_bytes(), 1, chance):
            assert shop.wrong(file, damaged) == "", f"seed {SEED}: {file.name}, byte {at}"


@pytest.mark.parametrize("size", [1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
@pytest.mark.parametrize("mapped", [False, True])
def test_what_was_sealed_comes_back_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, mapped: bool
) -> None:
    monkeypatch.setattr("queries.source.whole.default_memory", lambda: 0 if mapped else hardening.default_memory())
    file, held = tmp_path / "file", random.Random(size).randbytes(size)
    file.write_bytes(held)
    with pytest.raises(DamagedError):
        content(file)
    seal(file)
    sealed = file.read_bytes()
    assert bytes(content(file)) == held
    for other in (
        sealed[:-1],
        sealed[1:],
        sealed + b"\0",
        sealed + sealed,
        sealed[: len(sealed) // 2],
        b"",
        b"\0" * 99,
    ):
        file.write_bytes(other)
        with pytest.raises(DamagedError):
            content(file)
    with pytest.raises(OSError, match="No such file"):
        content(tmp_path / "none")


def test_a_sealed_file_that_is_no_table_is_damage(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"ARROW1" + b"\xff" * 100)
    seal(file)
    with pytest.raises(DamagedError):
        table(file)


def test_a_table_outlives_its_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    frame = pl.DataFrame({"n": range(1_000_000), "name": ["x"] * 1_000_000})
    write_table(file, frame)
    assert file.stat().st_mode & 0o777 == 0o600
    read = table(file)
    os.truncate(file, 0)
    assert read.equals(frame)


CUT = """
import os, sys
from pathlib import Path
from tests.queries.eventlog.flips import QUESTIONS, KeptShop
shop = KeptShop(Path(sys.argv[1]))
session = shop.opened()[0]
for file in shop.files():
    os.truncate(file, 10)
assert [session.runner.answer(one).frame.equals(right) for one, right in zip(QUESTIONS, shop.right)] == [True] * 4
print("answered")
"""


def test_files_that_are_cut_under_a_running_program_do_not_end_it(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CUT, str(tmp_path)], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "answered\n"), done.stderr

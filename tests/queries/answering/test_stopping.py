"""A question that is stopped leaves the process alive and the terminal clean."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STOPPED = """
import threading, time
import polars as pl
from queries.cancel import Token
from queries.errors import CancelledError
from queries.answering.runner import _collect, _running

numbers = pl.LazyFrame({"n": [0.0]}).select(pl.int_range(3_000_000).cast(pl.Float64))
plan = numbers.select(pl.col("literal").sin().sort())
for _ in range(5):
    token = Token()
    threading.Timer(0.02, token.cancel).start()
    try:
        with _running(token):
            _collect(plan)
    except CancelledError:
        print("stopped")
time.sleep(2)
"""


FAILED = """
import time
import polars as pl
from queries.cancel import Token
from queries.errors import QuestionError
from queries.answering.runner import _collect, _running

plan = pl.LazyFrame({"n": ["one"]}).select(pl.col("n").cast(pl.Int64, strict=True))
try:
    with _running(Token()):
        _collect(plan)
except QuestionError as error:
    print(error)
time.sleep(0.5)
"""


def run(script: str) -> tuple[int, str, str]:
    """Exit code, output and standard error of a process of its own."""
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def test_what_was_stopped_ends_quietly() -> None:
    code, said, error = run(STOPPED)
    assert (code, error) == (0, "")
    assert "stopped" in said


def test_what_failed_is_a_sentence_and_nothing_else() -> None:
    code, said, error = run(FAILED)
    assert (code, error) == (0, "")
    assert said.startswith("This question failed:")

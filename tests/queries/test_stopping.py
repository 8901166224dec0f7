"""A question that is stopped leaves the process alive and the terminal clean."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import threading, time
import polars as pl
from queries.cancel import Token
from queries.errors import CancelledError
from queries.runner import _collect, _running

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


def test_what_was_stopped_ends_quietly() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "stopped" in done.stdout

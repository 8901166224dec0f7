"""The benchmark: each metric and its SQL twin in turn, on the same events, in the same run.

`make bench ROWS=10000000`, and `BENCH_JSON=path` for the figures as JSON. `CASES=churn,rhythm` asks these alone,
and `BENCH_FOLDER=path` keeps the shop, its log and its table there, so that the next run need not build them.
Warm: the log is open, no result is remembered, nothing is computed before the question. A child process each, asked
alternately; the fastest of five, since what else a machine does only adds to a time.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from tests.bench.cases import CASES, Case
from tests.bench.compare import assert_same
from tests.bench.fits import CUSTOMERS, seconds_to_fit
from tests.bench.shop import make_log, make_shop, make_table, open_log
from tui.allocator import keep_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.eventlog.model import EventLog

ROUNDS = 5


def main() -> None:
    """Build, ask, compare, print."""
    keep_pages()  # as in the program; the children inherit it
    rows = int(float(os.environ.get("ROWS", "1000000")))
    cases = chosen(os.environ.get("CASES", ""))
    with bench_folder(rows) as folder:
        log, built = files(folder, rows)
        say(f"{machine()}\n{log.rows:,} events of {log.size:,} customers; the log was built in {built:.2f} s")
        fits = {} if os.environ.get("CASES") else told_fits()
        say("")
        say(f"{'question':22} {'regulars s':>11} {'SQL s':>9} {'ratio':>7} {'MB':>7} {'SQL MB':>7}")
        results = [measure(case, folder) for case in cases]
    report = summary(results, log.rows, built) | {"fits": fits}
    say(
        f"{'all':22} {report['regulars']:11.4f} {report['sql']:9.4f} {report['ratio']:6.2f}×\n"
        f"with the build of the log {report['ratio_with_build']:.2f}×; "
        f"the build has paid after {report['pays_after']:.0f} questions"
    )
    if path := os.environ.get("BENCH_JSON"):
        Path(path).write_text(json.dumps(report, indent=2), "utf-8")


def chosen(names: str) -> list[Case]:
    """The cases of some names, comma between; all of them where none is named."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    unknown = set(wanted) - {case.name for case in CASES}
    if unknown:
        sys.exit(f"There is no case {', '.join(sorted(unknown))}. There are {', '.join(case.name for case in CASES)}.")
    return [case for case in CASES if not wanted or case.name in wanted]


@contextmanager
def bench_folder(rows: int) -> Iterator[Path]:
    """Where the files are made: a folder that is removed, or the one to keep, with a folder for each size."""
    if kept := os.environ.get("BENCH_FOLDER"):
        folder = Path(kept) / str(rows)
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as name:
        yield Path(name)


def files(folder: Path, rows: int) -> tuple[EventLog, float]:
    """The log and the seconds its build took; what an earlier run has left in the folder is taken as it is."""
    told = folder / "built.json"
    if told.exists():
        return open_log(folder, folder / "shop.duckdb"), float(json.loads(told.read_text("utf-8")))
    shop = make_shop(folder, rows)
    log, built = make_log(folder, shop)
    make_table(folder, shop)
    told.write_text(json.dumps(built), "utf-8")
    return log, built


def told_fits() -> dict[str, float]:
    """The seconds that fits of the models take, said in one line."""
    fits = seconds_to_fit()
    listed = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in fits.items())
    say(f"fits of {CUSTOMERS:,} customers: {listed}")
    return fits


def measure(case: Case, folder: Path) -> dict[str, Any]:
    """One question, asked of both in turn; their answers must be equal."""
    peers = {engine: Peer(engine, case, folder) for engine in ("regulars", "sql")}
    for peer in peers.values():
        peer.ask()  # the first answer warms the page cache and is not counted
    seconds: dict[str, list[float]] = {engine: [] for engine in peers}
    for _ in range(ROUNDS):
        for engine, peer in peers.items():
            seconds[engine].append(peer.ask())
    ends = {engine: peer.end() for engine, peer in peers.items()}
    assert_same(case, *(pl.read_parquet(end["answer"]) for end in ends.values()))
    ours, theirs = (min(seconds[engine]) for engine in ("regulars", "sql"))
    memory = {engine: end["peak"] for engine, end in ends.items()}
    say(
        f"{case.name:22} {ours:11.4f} {theirs:9.4f} {ours / theirs:6.2f}× "
        f"{memory['regulars'] / 1e6:7.0f} {memory['sql'] / 1e6:7.0f}"
    )
    return {"name": case.name, "regulars": ours, "sql": theirs, "ratio": ours / theirs, "peak": memory}


class Peer:
    """A child process that answers one question again and again."""

    def __init__(self, engine: str, case: Case, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.bench.peer", engine, case.name, str(folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self) -> float:
        """The seconds of one answer."""
        return float(self._exchange("ask\n"))

    def end(self) -> dict[str, Any]:
        """Where the answer is, and the peak memory; the process is gone afterwards."""
        told: dict[str, Any] = self._exchange("\n")
        self.process.communicate()
        return told

    def _exchange(self, line: str) -> Any:
        if not self.process.stdin or not self.process.stdout:
            raise BrokenPipeError
        self.process.stdin.write(line)
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def summary(results: list[dict[str, Any]], rows: int, built: float) -> dict[str, Any]:
    """All questions together, and when the build of the log has paid."""
    ours, theirs = (sum(result[engine] for result in results) for engine in ("regulars", "sql"))
    saved = (theirs - ours) / len(results)
    return {
        "machine": machine(),
        "events": rows,
        "build": built,
        "questions": results,
        "regulars": ours,
        "sql": theirs,
        "ratio": ours / theirs,
        "ratio_with_build": (ours + built) / theirs,
        "pays_after": built / saved if saved > 0 else float("inf"),
    }


def machine() -> str:
    """What it ran on."""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"Polars {pl.__version__}, DuckDB {duckdb.__version__}"
    )


def say(line: str) -> None:
    """To standard output, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

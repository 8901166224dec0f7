"""The real program in a process of its own: streams, exit codes, signals, a terminal, a clean end."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[3]
PROGRAM = (sys.executable, "-m", "tui")
PATIENCE = 300
"""Seconds after which a process is taken to hang: far more than the slowest machine needs for anything here."""


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The checkout is imported, wherever the process runs; what it leaves in its temporary folder is seen."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))


def ran(*args: object, shell: str = "") -> subprocess.CompletedProcess[str]:
    words = [*PROGRAM, *map(str, args)]
    if shell:
        words = ["bash", "-c", f"set -o pipefail; {shell}", "bash", *words]
    return subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)


def on_terminal(*args: object, until: bytes, then: bytes | signal.Signals | None = None) -> tuple[bytes, int]:
    """Run on a pseudo-terminal, type or send a signal once a text has appeared, and see what was written."""
    main, other = pty.openpty()
    os.set_blocking(main, False)
    process = subprocess.Popen([*PROGRAM, *map(str, args)], stdin=other, stdout=other, stderr=other, env=_terminal())
    os.close(other)
    seen, deadline = b"", time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if select.select([main], [], [], 0.1)[0]:
            try:
                piece = os.read(main, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        elif process.poll() is not None:
            break
        if then is not None and until in seen:
            if isinstance(then, bytes):
                os.write(main, then)
            else:
                process.send_signal(then)
            then = None
    os.close(main)
    return seen, process.wait(PATIENCE)


def _terminal() -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return plain | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}


def left_behind(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "tmp").iterdir())


def test_an_answer(shop: Path, tmp_path: Path) -> None:
    done = ran("run", "frequency", shop, "--format", "json", "--no-cache")
    assert done.returncode == 0
    assert done.stderr == ""  # nothing about connections that are still held
    assert json.loads(done.stdout)["metric"] == "frequency"
    assert left_behind(tmp_path) == []


def test_wrong_usage_and_missing_files(tmp_path: Path) -> None:
    for args, code in ((("run", "rfm"), 2), (("run", "rfm", "nowhere.duckdb"), 3)):
        done = ran(*args)
        assert (done.returncode, done.stdout) == (code, "")
        assert done.stderr.startswith("regulars: ")
        assert done.stderr.count("\n") == 1


def test_a_closed_pipe_is_no_error(shop: Path) -> None:
    done = ran("run", "customer", shop, "--set", "id=C000001", "--format", "csv", shell='"$@" | head -c 1')
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if not line.startswith("Note: ")] == []
    assert ran("inspect", shop, shell='"$@" | true').returncode == 0


def test_a_full_disk_is_told(shop: Path) -> None:
    done = ran("run", "frequency", shop, shell='"$@" > /dev/full')
    assert done.returncode == 1
    assert done.stderr == "regulars: The system refused: No space left on device.\n"


@pytest.mark.parametrize("words", [("run", "frequency"), ("run", "frequency", "--format", "parquet"), ("inspect",)])
def test_a_closed_output_is_told(shop: Path, words: tuple[str, ...]) -> None:
    before = shop.read_bytes()
    done = ran(*words, shop, shell='"$@" >&-')
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("regulars: Standard output is closed: the answer has nowhere to go. Name a file")
    assert shop.read_bytes() == before


def test_closed_streams_are_no_hindrance_where_nothing_is_said(shop: Path, tmp_path: Path) -> None:
    """What is opened next gets the number of a closed stream: that must not be the data."""
    before = shop.read_bytes()
    closed = '"$@" <&- >&- 2>&-'
    assert ran("run", "frequency", shop, "-o", tmp_path / "a.csv", "--no-cache", shell=closed).returncode == 0
    assert (tmp_path / "a.csv").read_text().startswith("period,")
    assert ran("run", "frequency", "nowhere.duckdb", shell=closed).returncode == 3
    assert shop.read_bytes() == before


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A database whose orders take days to count."""
    path = tmp_path / "endless.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE VIEW orders AS SELECT 'C' || i % 1000 AS customer_id, 12.5 AS amount,"
            " TIMESTAMP '2024-01-01' + to_seconds(i % 10000000) AS ordered_at FROM range(1000000000000) r(i)"
        )
    return path


@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        (signal.SIGINT, 130, b"regulars: Stopped.\r\n"),
        (signal.SIGTERM, 143, b""),
        (signal.SIGHUP, 129, b""),
    ],
)
def test_a_signal_ends_work_that_would_take_days(
    endless: Path, tmp_path: Path, number: signal.Signals, code: int, sentence: bytes
) -> None:
    progress = b" s"  # it is written as soon as work takes a while: DuckDB is at it
    seen, ended = on_terminal("run", "frequency", endless, "--no-cache", until=progress, then=number)
    assert ended == code
    told, cleared, rest = seen.removesuffix(sentence).rpartition(b"\r")
    assert (cleared, rest) == (b"\r", b""), seen
    assert told.rpartition(b"\r")[2].strip() == b""
    assert seen.endswith(sentence)
    assert left_behind(tmp_path) == []


@pytest.fixture
def converted(tmp_path: Path) -> Path:
    """An export that has to be converted to be read, and takes long to."""
    path = tmp_path / "orders.csv"
    lines = (f"Müller {i % 5000};2024-01-{i % 28 + 1:02d};{i % 90},50\n" for i in range(400_000))
    path.write_text("Kunde;Datum;Betrag\n" + "".join(lines), encoding="cp1252")
    return path


def copy_of(folder: Path) -> list[Path]:
    """The converted copies in a temporary folder."""
    return [path for path in folder.rglob("converted-*") if path.stat().st_size]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("command", [["run", "frequency"], []])
def test_a_signal_takes_the_converted_copy_along(
    converted: Path, tmp_path: Path, number: signal.Signals, command: list[str]
) -> None:
    with screened(*command, converted) as process:
        wait_for(lambda: copy_of(tmp_path / "tmp"))
        process.send_signal(number)
        assert process.wait(PATIENCE) == 128 + number
    assert left_behind(tmp_path) == []


def test_what_a_killed_process_left_goes_at_the_next_start(converted: Path, shop: Path, tmp_path: Path) -> None:
    with screened("run", "frequency", converted) as killed, screened("run", "frequency", converted) as living:
        wait_for(lambda: len(copy_of(tmp_path / "tmp")) == 2)
        living.send_signal(signal.SIGSTOP)
        killed.send_signal(signal.SIGKILL)
        killed.wait(PATIENCE)
        assert len(left_behind(tmp_path)) == 2
        assert ran("run", "frequency", shop, "--no-cache").returncode == 0
        assert len(left_behind(tmp_path)) == 1
        living.send_signal(signal.SIGCONT)
        living.send_signal(signal.SIGTERM)
        living.wait(PATIENCE)
    assert left_behind(tmp_path) == []


@contextmanager
def screened(*args: object) -> Iterator[subprocess.Popen[bytes]]:
    """The program on a pseudo-terminal that takes whatever it writes."""
    main, other = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *map(str, args)], stdin=other, stdout=other, stderr=other, env=_terminal(), start_new_session=True
    )
    os.close(other)
    reader = threading.Thread(target=drained, args=(main,))
    reader.start()
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        reader.join()
        os.close(main)


def drained(terminal: int) -> None:
    """Take what is written until the other end is closed."""
    with suppress(OSError):
        while os.read(terminal, 65536):
            pass


def wait_for(condition: Callable[[], object]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_title_stands_out_on_a_terminal_only(shop: Path) -> None:
    seen, code = on_terminal("run", "rfm", shop, until=b"RFM")
    assert code == 0
    progress, title, table = seen.partition(b"\x1b[1mRFM\x1b[0m\r\n")
    assert title
    assert b"".join(progress.split(b"\r")[-2:]).strip() == b"", "what was said of the progress is left behind"
    assert max(len(line) for line in table.decode().splitlines() if not line.startswith("Note")) <= 100


def test_help_waits_for_nothing_heavy() -> None:
    code = (
        "import sys; from tui.cli import cli; cli.ended(['run', '--help']);"
        "heavy = {'polars', 'duckdb', 'textual', 'rich', 'pyarrow', 'numpy', 'plotext'} & set(sys.modules);"
        "sys.exit(f'imports {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.terminal
def test_the_demo_opens_and_is_gone_afterwards(tmp_path: Path) -> None:
    seen, code = on_terminal("demo", "--customers", "200", until=b"Questions", then=b"\x11")
    assert code == 0, seen[-2000:]
    assert b"Traceback" not in seen
    assert left_behind(tmp_path) == []

"""Nothing needs a network: everything runs in a process that cannot open a socket to one, native code included."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PATIENCE = 300

SHUT = """
import ctypes, platform, socket, struct, sys

def refuse(event, arguments):
    # asyncio wakes itself through a pair of sockets of its own, which lead nowhere.
    made = event == "socket.__new__" and arguments[1] != socket.AF_UNIX
    if made or event in ("socket.connect", "socket.bind", "socket.getaddrinfo"):
        print("OPENED", event, arguments, file=sys.stderr, flush=True)
        raise PermissionError("no network")

sys.addaudithook(refuse)
number = {"x86_64": 41, "aarch64": 198}.get(platform.machine(), 41)

def step(code, yes, no, value):
    return struct.pack("HBBI", code, yes, no, value)

# The kernel refuses socket(2) for every family but AF_UNIX: it looks at the call's number, then at the family.
program = b"".join([
    step(0x20, 0, 0, 0), step(0x15, 0, 3, number), step(0x20, 0, 0, 16), step(0x15, 1, 0, 1),
    step(0x06, 0, 0, 0x00050000 | 13), step(0x06, 0, 0, 0x7FFF0000),
])
if sys.platform == "linux":  # elsewhere Python's own sockets are watched alone
    libc = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(program)
    filters = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    assert libc.prctl(38, 1, 0, 0, 0) == 0
    assert libc.prctl(22, 2, ctypes.create_string_buffer(filters), 0, 0) == 0
    assert [libc.socket(family, 1, 0) for family in (2, 10, 17)] == [-1, -1, -1]
    assert libc.socket(1, 1, 0) >= 0
"""

COMMANDS = """
from tui.cli import cli
shop, folder = sys.argv[1:]
done = [
    cli.ended(words.split() + [shop] + more.split())
    for words, more in [
        ("run overview", ""), ("run customers", f"-o {folder}/a.xlsx"), ("run rfm", f"-o {folder}/a.parquet"),
        ("run clv", f"-o {folder}/a.html --format markdown"), ("run retention", "--chart --no-cache"),
        ("inspect", ""), ("map", f"-o {folder}/map.toml"), ("run quality", f"--map {folder}/map.toml"),
    ]
]
done += [cli.ended(["metrics"]), cli.ended(["--version"]), cli.ended(["cache"])]
print("CODES", done)
"""

SCREEN = """
import asyncio
from tui.app import RegularsApp, Start

async def run():
    app = RegularsApp(Start(paths=(sys.argv[1],)))
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(3000):
            await pilot.pause(0.02)
            main = app.main()
            if main is not None and main.answer is not None:
                break
        print("CODES", main.answer.metric.id)
        app.desk.stop_all()

asyncio.run(run())
"""


def shut(program: str, *arguments: str) -> str:
    """What a program says in such a process."""
    done = subprocess.run(
        [sys.executable, "-c", SHUT + program, *arguments], capture_output=True, text=True, timeout=PATIENCE,
        check=False, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "OPENED" not in done.stderr
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_line_opens_no_socket(shop: Path, tmp_path: Path) -> None:
    assert "CODES [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]" in shut(COMMANDS, str(shop), str(tmp_path))


def test_the_screen_opens_no_socket(shop: Path) -> None:
    assert "CODES overview" in shut(SCREEN, str(shop))

"""The same monkey at the real program in a pseudo-terminal: bursts, held keys, pastes and sizes as they really come."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from monkey import FILES, SIGNS, Deed, deeds
from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.terminal

KEYS = int(os.environ.get("MONKEY_TERMINAL_KEYS") or 200)
"""How many keys on all files together."""
SEED = int(os.environ.get("MONKEY_SEED") or 12)
CODES = {"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F"}
CODES |= {"pageup": "\x1b[5~", "pagedown": "\x1b[6~", "delete": "\x1b[3~", "f1": "\x1bOP", "shift+tab": "\x1b[Z"}
CODES |= {"tab": "\t", "enter": "\r", "escape": "\x1b", "space": " ", "backspace": "\x7f", "ctrl+home": "\x1b[1;5H"}
CODES |= {"ctrl+c": "\x03", "ctrl+p": "\x10", "ctrl+u": "\x15", "ctrl+d": "\x04"} | {
    name: sign for sign, name in SIGNS.items() if sign not in "\r "
}


def written(deed: Deed) -> str:
    """What a terminal sends for it."""
    text = "".join(CODES.get(key, key) for key in deed.keys)
    if deed.paste is not None:
        text += f"\x1b[200~{deed.paste}\x1b[201~"
    if deed.click is not None:
        x, y = deed.click
        text += f"\x1b[<0;{x + 1};{y + 1}M\x1b[<0;{x + 1};{y + 1}m"
    return text


def held(process: int) -> tuple[int, int]:
    """The threads of a process, and its memory in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return len([*Path(f"/proc/{process}/task").iterdir()]), pages * os.sysconf("SC_PAGE_SIZE") // 2**20


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.__name__)
def test_a_monkey_at_the_terminal_breaks_nothing(file: Callable[[Path], Path], tmp_path: Path) -> None:
    share = KEYS // len(FILES)
    print(f"{file.__name__}: {share} keys of the seed {SEED}")  # noqa: T201 - told where it fails
    path = file(tmp_path)
    running = Terminal([str(path)], tmp_path)
    try:
        running.wait("q back")
        seen: list[tuple[int, int]] = []

        def begun_anew() -> None:
            """After “Quit” was picked the program is started again."""
            nonlocal running
            if running.process.poll() is not None:
                assert running.process.returncode == 0
                running.assert_restored()
                running.close()
                running = Terminal([str(path)], tmp_path)
                running.wait("q back")
                seen.clear()

        for part in range(2):
            for deed in deeds(SEED + 1000 * part, share // 2):
                if deed.size is not None:
                    running.resize(*deed.size)
                running.send(written(deed))
                running.rest()
                begun_anew()
            running.resize(120, 40)
            for _ in range(12):
                running.send("\x1b")
                while running.pump(0.3):  # two at once would be one key
                    pass
                running.rest()
                begun_anew()
            running.wait("q back")
            running.send(":")
            running.wait("Search for commands")
            running.send("\x1b")
            running.wait(r"(?s)\A(?!.*Search for commands)")
            seen.append(held(running.process.pid))
        running.send("\x11")
        assert running.ended() == 0
        running.assert_restored()
        assert b"Traceback" not in running.raw
        assert "nobody foresaw" not in "\n".join(path.read_text() for path in tmp_path.rglob("regulars.log"))
        assert not [path for path in tmp_path.rglob("regulars.log") if path.stat().st_size]
        for (threads, memory), (later, more) in pairwise(seen):
            assert later <= threads + 4
            assert more <= memory + 150
    finally:
        running.close()

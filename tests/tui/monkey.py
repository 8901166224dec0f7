"""A monkey at the keyboard: seeded keys, bursts, pastes, clicks and sizes, and what has to hold after all of them."""

from __future__ import annotations

import gc
import os
import random
import string
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from textual import events

import sample_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from driving import Driven

NAMED = (
    *("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab"),
    *("enter", "escape", "space", "backspace", "delete", "f1", "ctrl+c", "ctrl+p", "ctrl+u", "ctrl+d", "ctrl+home"),
)
WEIGHTY = ("enter", "escape", "down", "tab", "colon", "slash", "f", "c", "p", "m", "v", "z", "question_mark", "J")
SIZES = ((120, 40), (80, 24), (60, 20), (200, 60), (39, 24), (120, 11), (1, 1), (100, 30))
WORDS = ("growth\r", "rfm=loyal", "2024-03", "risk", "\x00\x1b[31m", "a" * 5000, "名前 🙂\nzweite", "where x = '", "")
LETTERS = string.ascii_letters.translate({ord(left): None for left in "weqL"}) + string.digits + "[]=-+:/?"
"""Keys of one sign; `w` and `e` write files, `q` leaves, and in another language the words waited for are others."""
SIGNS = {":": "colon", "/": "slash", "?": "question_mark", "[": "left_square_bracket", "]": "right_square_bracket"}
SIGNS |= {"=": "equals_sign", "-": "minus", "+": "plus", "\r": "enter", " ": "space"}


@dataclass(frozen=True)
class Deed:
    """What the monkey does: keys one after the other, some text pasted, another size, or a click."""

    keys: tuple[str, ...] = ()
    paste: str | None = None
    size: tuple[int, int] | None = None
    click: tuple[int, int] | None = None


def deeds(seed: int, keys: int) -> Iterator[Deed]:
    """So many keys, always the same for a seed; what writes files is left out, and `q` but where escape follows."""
    chance, pressed = random.Random(seed), 0
    while pressed < keys:
        match chance.random():
            case odds if odds < 0.02:
                yield Deed(size=chance.choice(SIZES))
            case odds if odds < 0.04:
                yield Deed(paste=chance.choice(WORDS))
            case odds if odds < 0.06:
                yield Deed(click=(chance.randrange(120), chance.randrange(40)))
            case odds if odds < 0.07:
                yield Deed(("q", "escape"))
            case odds:
                many = chance.randrange(2, 40) if odds < 0.17 else 1
                burst = tuple(_key(chance) for _ in range(many))
                if odds < 0.09:
                    burst = burst[:1] * many  # held down
                pressed += many
                yield Deed(burst)


def _key(chance: random.Random) -> str:
    odds = chance.random()
    if odds < 0.35:
        return chance.choice(WEIGHTY)
    if odds < 0.7:
        return chance.choice(NAMED)
    return chance.choice(LETTERS)


async def do(app: Driven, deed: Deed) -> None:
    """Do it as a terminal does: nobody waits between the keys of a burst."""
    driver = app.app._driver
    assert driver is not None
    for key in deed.keys:
        driver.send_message(events.Key(SIGNS.get(key, key), key if len(key) == 1 else None))
    if deed.paste is not None:
        driver.send_message(events.Paste(deed.paste))
    if deed.size is not None:
        await app.pilot.resize_terminal(*deed.size)
    if deed.click is not None:
        x, y = deed.click
        for kind in (events.MouseDown, events.MouseUp):
            driver.send_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
    await app.pilot._wait_for_screen()
    if app.app._exception is not None:
        raise app.app._exception


def ended(app: Driven) -> bool:
    """Whether the monkey ended the program, as one who picks “Quit” does."""
    return app.app._exit


async def calm(app: Driven) -> None:
    """Back to the main screen in full size with nothing open, by keys alone; a key that does nothing is told."""
    await app.pilot.resize_terminal(120, 40)
    await app.settle()
    for _ in range(30):
        main = app.app.main()
        if main is not None and app.app.screen is main and main.maximized is None and not main.query("#search"):
            break
        if ended(app):
            return
        await app.press("escape")
    else:
        raise AssertionError(f"escape leads nowhere from {app.app.screen_stack}, {app.app.focused}\n{app.text}")
    await app.settle()


@dataclass(frozen=True)
class Held:
    """What the program holds on to when nothing happens."""

    widgets: int
    timers: int
    threads: int
    memory: int

    @classmethod
    def of(cls, app: Driven) -> Held:
        """Count it."""
        gc.collect()
        nodes = [node for screen in app.app.screen_stack for node in screen.walk_children(with_self=True)]
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(
            widgets=len(nodes),
            timers=sum(len(node._timers) for node in (app.app, *nodes)),
            threads=threading.active_count(),
            memory=pages * os.sysconf("SC_PAGE_SIZE") // 2**20,
        )

    def outgrown_by(self, later: Held) -> dict[str, tuple[int, int]]:
        """What is held later that cannot be chance: name → before and after."""
        room = {"widgets": 5, "timers": 3, "threads": 4, "memory": 120}
        both = {name: (getattr(self, name), getattr(later, name)) for name in room}
        return {name: (before, after) for name, (before, after) in both.items() if after > before + room[name]}


# -- files ------------------------------------------------------------------------------------------------------


def shop(folder: Path) -> Path:
    """The sample shop."""
    path = folder / "shop.duckdb"
    sample_data.generate(path, customers=200, seed=1)
    return path


def empty(folder: Path) -> Path:
    """Events of which no question about purchases has an answer."""
    path = folder / "visits.csv"
    path.write_text("customer,time,event\n" + "".join(f"c{n % 3},2024-01-0{1 + n % 9},visit\n" for n in range(9)))
    return path


def customers_only(folder: Path) -> Path:
    """A list of customers without anything they did."""
    path = folder / "customers.csv"
    towns = ("Rome", "Oslo", "Bern")
    path.write_text("customer_id,city,age\n" + "".join(f"c{n},{towns[n % 3]},{20 + n % 50}\n" for n in range(90)))
    return path


def hostile(folder: Path) -> Path:
    """Names and values that are made to break a screen."""
    path = folder / "hostile.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("""
            CREATE TABLE events AS SELECT
                CASE n % 4 WHEN 0 THEN '[bold]x[/]' WHEN 1 THEN e'\\x1b[2J' || n WHEN 2 THEN repeat('w', 3000)
                    ELSE '👩‍👩‍👧' || n % 50 END AS customer,
                TIMESTAMP '2023-01-01' + INTERVAL (n * 7) HOUR AS time,
                CASE n % 3 WHEN 0 THEN 'purchase' WHEN 1 THEN e'vi\\nsit' ELSE '' END AS event,
                CASE WHEN n % 5 = 0 THEN -9e12 ELSE 9e12 END AS amount,
                e'\\t]8;;http://x' AS "channel"
            FROM range(3000) r(n)""")
    return path


FILES: tuple[Callable[[Path], Path], ...] = (shop, empty, customers_only, hostile)

"""Bits of kept files turned over: each opening gives the right answers, and says what it threw away.

The gate does that at a few places of each file; `make soak FLIPS=200` at as many random ones, from the seed `FIRST`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from queries.question.question import Question
from queries.session import Options, Session
from sample_data import generate

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

USUAL = 200
QUESTIONS = (
    Question.of("overview"),
    Question.of("customers"),
    Question.of("profile", about="products"),
    Question.of("customer_details", id="C000001"),
)
"""What reads every table of a log, and details beside it."""


class KeptShop:
    """A small shop, what is kept of it, and the answers that are right."""

    def __init__(self, folder: Path) -> None:
        self.path, self.cache = folder / "shop.duckdb", folder / "cache"
        generate(self.path, customers=60)
        self.right = self.opened()[1]

    def opened(self) -> tuple[Session, list[pl.DataFrame], str]:
        """The shop opened with what is kept, its answers, and their notes."""
        session = Session([self.path], Options(cache_folder=self.cache))
        session.look()
        runner = session.load()
        answers = [runner.answer(question) for question in QUESTIONS]
        return session, [answer.frame for answer in answers], " ".join(note for one in answers for note in one.notes)

    def files(self) -> list[Path]:
        """Every file that is kept."""
        return sorted(path for path in self.cache.rglob("*") if path.is_file())

    def wrong(self, file: Path, content: bytes) -> str:
        """What is wrong with the answers where a kept file holds something else; what was kept is whole afterwards."""
        file.write_bytes(content)
        session, found, said = self.opened()
        if any(not one.equals(other) for one, other in zip(found, self.right, strict=True)):
            return "another answer"
        of_details = "-" in file.name  # they are read again when they are asked for, and nothing else is made anew
        if "were damaged" not in said if of_details else "was damaged" not in session.rebuilt:
            return "nothing was said"
        return "" if file.read_bytes() != content else "it was not thrown away"


def turned(content: bytes, places: int, chance: random.Random) -> Iterator[tuple[int, bytes]]:
    """The content with one bit turned over, at random places."""
    for at in (chance.randrange(len(content)) for _ in range(places)):
        yield at, content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def main() -> None:
    """Turn bits over, name what went wrong, and end with 1 where anything did."""
    seed, places = int(os.environ.get("FIRST") or 0), int(os.environ.get("FLIPS") or USUAL)
    chance, failed, tried = random.Random(seed), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        shop = KeptShop(Path(folder))
        for file in shop.files():
            for at, content in turned(file.read_bytes(), places, chance):
                # Said before: a process that a byte ends says nothing afterwards.
                say(f"\rseed {seed}: {file.name}, byte {at}   ")
                tried += 1
                if wrong := shop.wrong(file, content):
                    say(f"{wrong}\n")
                    failed += 1
    say(f"\n{tried} bits turned over, {failed} of them wrong\n")
    sys.exit(bool(failed))


def say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Small files that are opened with a mapping file, as a person opens them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl
import pytest

from queries.question.question import Question
from queries.session import Options, Session

if TYPE_CHECKING:
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

USUAL = {
    "table": 'table = "orders"',
    "customer": 'customer = "who"',
    "time": 'time = "at"',
    "event": 'event = { value = "purchase" }',
}
"""What an event table says unless a test says it otherwise."""


@dataclass(frozen=True)
class Opened:
    """Files that are open, and what tests read off them."""

    session: Session

    @property
    def log(self) -> EventLog:
        return self.session.runner.log

    def rows(self, *names: str) -> list[tuple[Any, ...]]:
        """The events in the log's order: `id`, `time` to the minute, `amount` in the currency; or those named."""
        events = self.log.events.join(self.log.customers, on="customer", how="left", maintain_order="left")
        read = events.with_columns(
            pl.col("id").cast(pl.String),
            pl.col("time").dt.strftime("%Y-%m-%d %H:%M"),
            pl.col("event", "channel").cast(pl.String),
            (pl.col("amount") / 10_000).round(4),
        )
        return read.select(names or ("id", "time", "amount")).collect().rows()

    def customers(self) -> list[tuple[Any, ...]]:
        """The customers: id and attributes."""
        return self.log.customers.with_columns(pl.col("id").cast(pl.String)).drop("customer").collect().rows()

    def answer(self, metric: str) -> Result:
        return self.session.runner.answer(Question.of(metric))

    def figures(self, *names: str) -> tuple[Any, ...]:
        """Some measures of the overview."""
        found = dict(self.answer("overview").frame.select("measure", "value").iter_rows())
        return tuple(found[name] for name in names)

    def set_aside(self) -> dict[str, int]:
        """Why rows are not in the log → how many."""
        return {entry.reason: entry.rows for entry in self.log.set_aside if not entry.repaired}

    def quality(self, check: str) -> list[tuple[Any, ...]]:
        """What one check found: column, rows, of."""
        frame = self.answer("quality").frame
        return frame.filter(check=check).select("column", "rows", "of").rows()

    def items(self, *names: str) -> list[tuple[Any, ...]]:
        """The order lines, the amount in the currency."""
        read = self.log.details.table("items").with_columns(
            pl.col("item").cast(pl.String), (pl.col("amount") / 10_000).round(4)
        )
        return read.select(names or ("item", "quantity", "amount")).collect().rows()

    def columns(self, *names: str) -> list[tuple[Any, ...]]:
        """Optional columns of the events."""
        return self.log.details.columns(*names).with_columns(pl.col(pl.Enum).cast(pl.String)).collect().rows()


class OpenWith(Protocol):
    """Opens files by what a mapping file says of the table `orders`."""

    def __call__(self, entry: str, *paths: Path, top: str = "", rest: str = "", **files: str) -> Opened: ...


def mapping_text(entry: str, *, top: str = "", rest: str = "") -> str:
    """A mapping file: what holds for all tables, the table `orders`, and what comes after it."""
    entry, top, rest = (dedent(text).strip("\n") for text in (entry, top, rest))
    given = {line.partition("=")[0].strip() for line in entry.splitlines()}
    usual = [line for key, line in USUAL.items() if key not in given]
    roles = "" if "[roles]" in rest else '[roles]\npurchase = ["purchase"]\nrefund = ["refund"]'
    return "\n".join([top, "[[events]]", *usual, entry, rest, roles, ""])


@pytest.fixture
def open_with(tmp_path: Path) -> OpenWith:
    """`open_with(entry, orders="who,at\\nann,2024-01-01")` writes each keyword as a CSV file; paths are opened, too."""
    numbers = count()

    def make(entry: str, *paths: Path, top: str = "", rest: str = "", **files: str) -> Opened:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        map_file = folder / "map.toml"
        map_file.write_text(mapping_text(entry, top=top, rest=rest), encoding="utf-8")
        written = []
        for name, text in files.items():
            path = folder / f"{name}.csv"
            path.write_text(dedent(text).strip("\n") + "\n", encoding="utf-8")
            written.append(path)
        session = Session([*paths, *written], Options(map_file=map_file))
        session.look()
        session.load()
        return Opened(session)

    return make

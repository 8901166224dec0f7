"""Small files of every kind to guess from, and the data sets that a checkout may have beside it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeAlias

import duckdb
import pytest

from queries.meaning.guess import guess
from queries.source import Source, open_source
from tests.conftest import shared_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from queries.mapping.guessed import Guess


class Database(Protocol):
    """Makes a DuckDB file from statements."""

    def __call__(self, *statements: str) -> Path: ...


@pytest.fixture
def database(tmp_path: Path) -> Database:
    def make(*statements: str) -> Path:
        path = tmp_path / "data.duckdb"
        with duckdb.connect(str(path)) as connection:
            for statement in statements:
                connection.execute(statement)
        return path

    return make


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, *lines: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return make


@pytest.fixture
def guessed() -> Callable[..., Guess]:
    def of(*paths: Path) -> Guess:
        return guess(open_source(paths))

    return of


class Listening:
    """A connection that notes what it is asked, and asks it; guessing asks in no other way."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, asked: list[str]) -> None:
        self.connection, self.asked = connection, asked

    def sql(self, question: str) -> duckdb.DuckDBPyRelation:
        # The first rows of a table are read at once, and rows that were kept need not be read again.
        if not any(words in question for words in ("LIMIT", "first rows of", "weighed rows of")):
            self.asked.append(question)
        return self.connection.sql(question)


Passes: TypeAlias = "Callable[[], AbstractContextManager[list[str]]]"
"""Lists the questions that are put to whole tables inside the block: each is a pass over one."""


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Passes:
    """How often files are read, which holds on a slow machine as on a fast one."""

    @contextmanager
    def noted() -> Iterator[list[str]]:
        asked: list[str] = []
        connect = Source.connect

        @contextmanager
        def listening(source: Source) -> Iterator[Listening]:
            with connect(source) as connection:
                yield Listening(connection, asked)

        with monkeypatch.context() as patched:
            patched.setattr(Source, "connect", listening)
            yield asked

    return noted


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """A data set by its place below `data`; the test is skipped where it is not beside the checkout."""
    return lambda name: shared_path(f"data/{name}")

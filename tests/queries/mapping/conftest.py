"""Small files of every kind to guess from, and the data sets that a checkout may have beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import duckdb
import pytest

from queries.mapping.guess import guess
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.mapping.model import Guess

SHARED = Path(__file__).parents[3].parent / "shared" / "data"


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


@pytest.fixture
def shared() -> Callable[[str], Path]:
    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"the public data set {name} is not beside this checkout")
        return path

    return find

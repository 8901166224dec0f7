"""Shops that several tests look at: each is generated once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from sample_data import Effects, Truth, generate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Shop:
    """A generated file, its truth, and a way to ask it in SQL that leaves no connection open."""

    def __init__(self, path: Path, truth: Truth) -> None:
        self.path = path
        self.truth = truth
        self._connection = duckdb.connect(path, read_only=True)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()

    def one(self, sql: str) -> tuple[Any, ...]:
        (row,) = self.rows(sql)
        return row

    def numbers(self, sql: str) -> dict[str, Any]:
        return self._connection.execute(sql).fetchnumpy()

    def close(self) -> None:
        self._connection.close()


def _shop(path: Path, customers: int, effects: Effects) -> Iterator[Shop]:
    shop = Shop(path, generate(path, customers=customers, effects=effects))
    yield shop
    shop.close()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo's shop, with everything in it."""
    yield from _shop(tmp_path_factory.mktemp("full") / "shop.duckdb", 5_000, Effects())


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The bare process, large enough for narrow standard errors."""
    yield from _shop(tmp_path_factory.mktemp("bare") / "bare.duckdb", 20_000, Effects.none())

"""Paths that begin at somebody's home."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.errors import SourceError
from queries.home import from_home
from queries.source.paths import find


def test_ones_own_home_is_put_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert from_home("~/shop.duckdb") == tmp_path / "shop.duckdb"
    assert from_home("a~b") == Path("a~b")


def test_where_nobody_is_called_so_the_file_is_not_there() -> None:
    assert from_home("~nobody-is-called-so/x.csv") == Path("~nobody-is-called-so/x.csv")
    with pytest.raises(SourceError, match=r"x\.csv is not in"):
        find(["~nobody-is-called-so/x.csv"])

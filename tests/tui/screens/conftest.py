"""A small shop in a real file, and nothing of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sample_data

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    sample_data.generate(path, customers=300, seed=1)
    return path


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's own is read or written, and no variable of the outside changes the looks."""
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    for name in ("SSH_CONNECTION", "NO_COLOR", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)

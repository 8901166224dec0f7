"""A small shop in a real file, and nothing of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import kept

import sample_data
from tui.app import Start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from driving import Kept


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    sample_data.generate(path, customers=300, seed=1)
    return path


@pytest.fixture(scope="session", autouse=True)
def _no_folders_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the user's own is read or written, and no variable of the outside changes the looks."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        _elsewhere(patch, folder)
        yield


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of its own for every test."""
    _elsewhere(monkeypatch, tmp_path)


def _elsewhere(patch: pytest.MonkeyPatch, folder: Path) -> None:
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        patch.setenv(f"XDG_{name}_HOME", str(folder / name))
    for name in ("SSH_CONNECTION", "NO_COLOR", "TEXTUAL_THEME"):
        patch.delenv(name, raising=False)
    patch.setenv("TERM", "xterm-256color")
    patch.setenv("COLORTERM", "truecolor")


@pytest.fixture(scope="module")
def on_screen(shop: Path) -> Iterator[Kept]:
    """One application for all tests of a file: each runs its script on the main screen with a first answer."""
    with kept(Start(paths=(str(shop),), demo=True)) as run:
        yield run

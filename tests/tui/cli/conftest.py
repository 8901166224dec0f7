"""A small shop, a home of its own for every test, and the command line in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from sample_data import generate
from tui.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 300 customers; nobody writes to it."""
    path = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    generate(path, customers=300)
    return path


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built logs, kept between tests: most of them are not about building."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that no test meets the user's settings."""
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared_cache))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("REGULARS_DEBUG", raising=False)
    return tmp_path


@pytest.fixture
def regulars() -> Any:
    """Runs the command line in this process; the result knows exit code, output and standard error."""

    def run(*args: object) -> Result:
        return CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="regulars")

    return run

"""Whatever the command line says is said: in a language of wide letters no English word is left but data and ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.pseudo import spoken, unsaid, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("tui.cli.group.begin", lambda _: None)
    with spoken(monkeypatch):
        yield


def _read(output: str) -> str:
    """What is meant for people: of a mapping file its comments."""
    is_toml = "[[events]]" in output
    return "\n".join(line.partition("#")[2] if is_toml else line for line in output.splitlines())


def test_commands(regulars: Any, shop: Path) -> None:
    data, left = words_of(shop) | {"nothing", "nowhere", "rn"}, []
    for command in (
        ("run", "rfm", shop), ("run", "retention", shop, "--chart"), ("run", "growth", shop, "--part", "nothing"),
        ("inspect", shop), ("map", shop), ("segments", shop), ("metrics", "rfm"), ("metrics",), ("keys",), ("paths",),
        ("views",), ("cache",), ("cache", "clear"), ("run", "nothing", shop), ("run", "rfm", shop, "--set", "bins=x"),
        ("run", "rfm", "nowhere.csv"), ("demo",), (shop,), ("rn", shop),
    ):  # fmt: skip
        done = regulars(*command)
        name = " ".join(map(str, command))
        left += [f"{name}: {line}" for line in unsaid(_read(done.output), data)]
    assert not left, "\n".join(left)

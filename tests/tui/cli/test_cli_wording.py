"""Whatever the command line says is said: in a language of wide letters no English word is left but data and ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from queries.catalogue import metric
from tests.pseudo import spoken, unsaid, words_of
from tui.commands.listed import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RFM = metric("rfm")
NAMED = {
    "run": ("nothing", "nowhere"),
    "rn": ("rn",),
    **dict.fromkeys(("inspect", "map"), ("page view", "social mention", "store visit")),
    "keys": tuple(command.id for command in COMMANDS),
    "metrics": tuple(
        column.name
        for columns in (RFM.columns, *RFM.parts.values(), RFM.segmentation.columns if RFM.segmentation else ())
        for column in columns
    ),
}
"""The names and ids that a command is given, or lists."""


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("tui.cli.group.begin", lambda _: None)
    with spoken(monkeypatch):
        yield


def _read(output: str) -> str:
    """What is meant for people: of a mapping file its comments, without the piece of TOML in one of them."""
    is_toml = "[[events]]" in output
    lines = (line.partition("#")[2] if is_toml else line for line in output.splitlines())
    return "\n".join(line for line in lines if 'format = "dmy"' not in line)


def test_commands(regulars: Any, shop: Path) -> None:
    left = []
    for command in (
        *[
            ("run", "frequency", shop),
            ("run", "retention", shop, "--chart"),
            ("run", "growth", shop, "--part", "nothing"),
        ],
        *[("run", "rfm", shop, "--set", "bins=x"), ("run", "nothing", shop), ("run", "rfm", "nowhere.csv")],
        *[("inspect", shop), ("map", shop), ("segments", shop), ("metrics",), ("metrics", "rfm")],
        *[("keys",), ("paths",), ("views",), ("cache",), ("demo",), (shop,), ("rn", shop)],
    ):
        output = regulars(*command).output
        assert output, command
        data = words_of(shop, *NAMED.get(str(command[0]), ()))
        left += [f"{' '.join(map(str, command))}: {line}" for line in unsaid(_read(output), data)]
    assert not left, "\n".join(left)

"""How the screens are put together: few classes a screen, panes that reach for nobody, and a light first paint."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from textual.screen import Screen

import tui
from tui.frame.pane import Pane

ROOT = Path(__file__).parents[2]
ROOMS = ("frame", "panes", "table", "dialogs", "screens")
HEAVY = {"polars", "duckdb", "pyarrow", "numpy", "scipy", "textual_fastdatatable"}
LOOKS = {"console", "theme"}
"""What a widget may read of the application: how it is painted."""
SHOWS = {"app_focus", "push_screen", "copy_to_clipboard", "notify"}
"""What a screen or a dialog may ask of it: to show and to copy, which is Textual's own."""

for module in pkgutil.walk_packages(tui.__path__, "tui."):
    if module.name.split(".")[1] in ROOMS:
        importlib.import_module(module.name)


def below(kind: type) -> list[type]:
    """Every class of ours that is made of a class."""
    own = [child for child in kind.__subclasses__() for child in (child, *below(child))]
    return [child for child in own if child.__module__.startswith("tui.")]


PANES: list[type[Pane]] = [kind for kind in below(Pane) if issubclass(kind, Pane)]


def of_ours(kind: type) -> list[str]:
    """The names of the classes of ours that a class is made of."""
    return [base.__name__ for base in kind.__mro__ if base.__module__.startswith("tui.")]


@pytest.mark.parametrize("screen", below(Screen), ids=lambda kind: kind.__name__)
def test_a_screen_is_made_of_two_classes_of_ours_at_most(screen: type) -> None:
    assert len(of_ours(screen)) <= 2


def test_the_count_can_fail() -> None:
    assert of_ours(type("Third", (below(Screen)[-1],), {"__module__": "tui.screens.third"}))[0] == "Third"
    assert {"MainScreen", "PortraitScreen", "Export"} <= {kind.__name__ for kind in below(Screen)}


def asked_of_the_app(path: Path) -> set[str]:
    """The attributes of the application that a file reads."""
    nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)]
    return {node.attr for node in nodes if isinstance(node.value, ast.Attribute) and node.value.attr == "app"}


@pytest.mark.parametrize(
    ("room", "allowed"), [("panes", LOOKS), ("table", LOOKS), ("frame", LOOKS), ("dialogs", SHOWS), ("screens", SHOWS)]
)
def test_what_is_needed_is_handed_in_and_not_fetched_from_the_application(room: str, allowed: set[str]) -> None:
    for path in (ROOT / "tui" / room).glob("*.py"):
        assert asked_of_the_app(path) <= allowed, path.name


def test_the_look_at_the_application_finds_something() -> None:
    assert "push_screen" in asked_of_the_app(ROOT / "tui" / "screens" / "main.py")


def test_every_pane_has_a_name_of_its_own_and_says_how_to_go_there() -> None:
    panes = [pane for pane in PANES if pane.NAME]
    names = [pane.NAME for pane in panes]
    assert len(names) == len(set(names)) >= 11
    assert all(pane.HELP.endswith(".") and pane.PLACES for pane in panes)


def test_the_first_paint_waits_for_nothing_heavy() -> None:
    """Neither a library nor what the other screens are made of: that is imported once the first one is drawn."""
    program = "import sys, tui.cli.screen, tui.process, tui.app, tui.terminal; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    loaded = done.stdout.split()
    assert {"textual", "tui.screens.beginning"} <= set(loaded)
    assert HEAVY.isdisjoint(name.partition(".")[0] for name in loaded)
    later = ("tui.panes", "tui.table", "tui.charts", "tui.screens.", "queries.catalogue", "queries.formats")
    assert [name for name in loaded if name.startswith(later)] == ["tui.screens.beginning"]

"""What a shell completes a command line with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tui.state.places import places
from tui.state.saved import SavedView, SavedViews
from tui.state.view import View


@pytest.fixture
def completed(regulars: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What is offered for the last word of a line, and how the shell is to take it."""

    def ask(line: str) -> list[str]:
        monkeypatch.setenv("_REGULARS_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        lines: list[str] = regulars().stdout.split()
        return lines

    return ask


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("regulars ins", ["plain,inspect"]),
        ("regulars --lang zh ins", ["plain,inspect"]),
        ("regulars sho", ["file,sho"]),
        ("regulars orders.csv ru", ["file,ru"]),
        ("regulars run reten", ["plain,retention"]),
        ("regulars metrics reten", ["plain,retention"]),
        ("regulars run retention sho", ["file,sho"]),
        ("regulars run retention --grain w", ["plain,week"]),
        ("regulars inspect sho", ["file,sho"]),
    ],
)
def test_commands_questions_and_files_are_completed(completed: Any, line: str, offered: list[str]) -> None:
    assert completed(line) == offered


def test_every_command_is_offered_first(completed: Any) -> None:
    assert {"plain,run", "plain,open", "plain,views"} <= {*completed("regulars ")}


def test_saved_views_are_offered_where_a_question_could_be(completed: Any, home: Path) -> None:
    assert places().views.is_relative_to(home)
    SavedViews(places().views).save(SavedView("Web", View("rfm")), SavedView("Web shoppers", View("rfm")))
    assert completed("regulars run @") == ["plain,@Web"]


def test_bash_completes(home: Path) -> None:
    """The real shell, told as README says, calls the real program."""
    script = """
    eval "$(_REGULARS_COMPLETE=bash_source regulars)"
    COMP_WORDS=(regulars run reten) COMP_CWORD=2
    _regulars_completion regulars
    echo "${COMPREPLY[*]}"
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=True, env=os.environ | {"PATH": path}
    )
    assert (done.stdout.strip(), done.stderr) == ("retention", "")

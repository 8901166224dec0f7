"""What was open last: a scope comes back as it was."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from queries.question.scope import Scope, Segment
from tui.state.memory import Memory, Recent
from tui.state.view import View, scope_from, scope_values

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = (("lifecycle", "churned", 90), ("rfm", "bins", 2))


@pytest.mark.parametrize("scope", [Scope(), Scope(segment=Segment("rfm", "2-1"), settings=SETTINGS)])
def test_a_scope_comes_back(scope: Scope) -> None:
    assert scope_from(json.loads(json.dumps(scope_values(scope)))) == scope


def test_the_parameters_of_a_segment_are_not_forgotten() -> None:
    scope = Scope(segment=Segment("rfm", "2-1", (("bins", 2),)))
    assert scope_from(scope_values(scope)).settings_of("rfm") == {"bins": 2}


def test_files_are_remembered_with_the_day_and_what_was_found(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "views.json")
    memory.keep(("/a.csv",), View("overview"), "Active up.")
    memory.keep(("/b.csv",), View("overview"))
    memory.keep(("/a.csv",), View("rfm"))
    today = date.today()
    assert memory.recent() == [Recent(("/a.csv",), today, "Active up."), Recent(("/b.csv",), today, "")]
    assert memory.view(("/a.csv",)).metric == "rfm"
    memory.forget(("/a.csv",))
    assert [recent.paths for recent in memory.recent()] == [("/b.csv",)]
    assert memory.view(("/a.csv",)) == View()


@pytest.mark.parametrize(
    "entry",
    [
        {"paths": ["/a.csv"]},
        {"paths": ["/a.csv"], "opened": "soon", "finding": 3, "language": "en"},
        {"paths": ["/a.csv"], "opened": 3, "finding": "Active up."},
    ],
)
def test_what_another_version_remembered_is_taken_as_far_as_it_is_understood(
    tmp_path: Path, entry: dict[str, object]
) -> None:
    path = tmp_path / "views.json"
    path.write_text(json.dumps([entry, {"paths": []}, {"paths": [3]}, {}]))
    assert Memory(path).recent() == [Recent(("/a.csv",))]

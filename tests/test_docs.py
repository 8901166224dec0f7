"""The documentation says what the declarations say."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = runpy.run_path(str(Path(__file__).with_name("docs.py")))


def test_the_readme_lists_every_question() -> None:
    text = DOCS["README"].read_text("utf-8")
    assert DOCS["with_questions"](text) == text, "run “make docs”"

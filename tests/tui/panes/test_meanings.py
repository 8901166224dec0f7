"""The line with the key figures: what is known, what is being worked out, what is still asked."""

from __future__ import annotations

import pytest

from queries.mapping.decisions import Figures
from tui.panes.meanings import figures_words

KNOWN = Figures(57, 275, 28_151.63)


@pytest.mark.parametrize(
    ("figures", "questions", "known", "words"),
    [
        (KNOWN, 0, True, "275 orders of 57 customers, 28,151.63"),
        (KNOWN, 1, True, "275 orders of 57 customers, 28,151.63 · ? 1 question to be confirmed"),
        (KNOWN, 2, False, "275 orders of 57 customers, 28,151.63 … · ? 2 questions to be confirmed"),
        (None, 0, False, "Working out the key figures …"),
        (None, 0, True, ""),
    ],
)
def test_words(figures: Figures | None, questions: int, known: bool, words: str) -> None:
    assert figures_words(figures, questions, known=known).plain == words


def test_figures_of_before_a_change_are_dimmed_until_the_others_are_there() -> None:
    assert [str(span.style) for span in figures_words(KNOWN, 0, known=False).spans] == ["dim", "dim"]
    assert [str(span.style) for span in figures_words(KNOWN, 0, known=True).spans] == ["bold"]

"""Names and texts side by side: nothing is cut, at any width, in any writing."""

from __future__ import annotations

import pytest
from rich.console import Console

from tui.text.hanging import hanging

WORDS = "important value: 重要价值客户: bought lately, often, and for much. To do: Look after them in person."


@pytest.mark.parametrize("width", range(50, 90))
def test_every_word_is_there_and_lines_hang(width: int) -> None:
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(hanging([("Promoters and detractors", "x"), ("RFM", WORDS)]))
    _, first, *further = captured.get().splitlines()
    column = len("Promoters and detractors") + 2
    assert first.startswith("RFM")
    assert all(line[:column].isspace() for line in further)
    assert " ".join("".join(line[column:] + " " for line in (first, *further)).split()) == WORDS

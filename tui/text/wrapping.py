"""Sentences in lines that fit, by the cells they take: Chinese has no blanks to break at, and signs of two cells."""

from __future__ import annotations

import re
import textwrap

_PIECE = re.compile(
    r"\s+|[\u2e80-\u9fff\uff00-\uffef][，。；：、？！）”》]*|[^\s\u2e80-\u9fff\uff00-\uffef]+[，。；：、？！）”》]*"
)
"""A word, or one sign of Chinese, with the marks that may begin no line."""

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=%|(?:d|pp|[TBM])\b)")
"""The blank between a number and its unit: no line ends there."""


def wrapped(text: str, width: int, first: str = "", others: str = "", *, hyphens: bool = True) -> list[str]:
    """A text in lines of so many cells, the first and the others indented by these; none where there is no text.

    Where `hyphens` says so a line may end with one; options (`--map`) are to stay whole.
    """
    from rich.cells import cell_len  # `--help` waits for nothing that it does not need

    if cell_len(text) == len(text):
        held = _BEFORE_UNIT.sub("\u00a0", text)
        broken = textwrap.wrap(held, width, initial_indent=first, subsequent_indent=others, break_on_hyphens=hyphens)
        return [line.replace("\u00a0", " ") for line in broken]
    lines, line = [], first
    for piece in _PIECE.findall(" ".join(text.split())):
        if cell_len(line + piece.rstrip()) > width and line.strip():
            lines.append(line.rstrip())
            line = others + piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines

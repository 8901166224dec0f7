"""Writes an answer in one of the formats, to a file or a stream."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from queries.errors import UsageError
from queries.export.formats import FORMATS
from queries.export.page import Page
from queries.export.target import replacing
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.answering.result import Result


def write(
    result: Result,
    target: Path | BinaryIO | None,
    format: str,  # noqa: A002 - the word of the command line
    *,
    part: str | None = None,
    formulas: bool = False,
    command: str = "",
    chart: str = "",
    sources: Iterable[Path] = (),
) -> None:
    """Write an answer, all rows of it.

    Args:
        result: The answer.
        target: A file, which appears whole or not at all; a stream of bytes; None is standard output.
        format: The name of one of `FORMATS`.
        part: A further table of the answer instead of the main one.
        formulas: Leave text in CSV alone that a spreadsheet would run as a formula.
        command: The command line that repeats the answer; travels along.
        chart: The answer's chart as plain text; left out where the format has no place for it.
        sources: The files the answer was read from; they are never overwritten.

    Raises:
        UsageError: There is no such format or part, or the file cannot be there.
        QuestionError: The file could not be written.
    """
    if format not in FORMATS:
        raise UsageError(
            say("There is no format “{format}”.", format=format), say("Formats are {names}.", names=", ".join(FORMATS))
        )
    page = Page(result, part, formulas=formulas, command=command, chart=chart)
    if isinstance(target, Path):
        with replacing(target, sources) as file:
            FORMATS[format].write(page, file)
    else:
        FORMATS[format].write(page, target or sys.stdout.buffer)

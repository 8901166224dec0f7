"""The libraries that read texts; they come with an extra."""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING

from queries.errors import QuestionError

if TYPE_CHECKING:
    from types import ModuleType


@cache
def library(name: str) -> ModuleType:
    """The library that segments Chinese (`rjieba`) or weighs English (`vaderSentiment.vaderSentiment`).

    Raises:
        QuestionError: It is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise QuestionError(
            "This reads texts, and the libraries that do are not installed.",
            'Install them: pip install "regulars[text]".',
        ) from error
